import { basename, extname } from "node:path";
import { ChatMessage, type PromptEntry, withKnownParts } from "@sameseed/core";
import { withEnvironment } from "./config-env.ts";
import { inside, type Place } from "./place.ts";
import { readPromptFile } from "./prompt-files.ts";
import {
  type Fields,
  filesOf,
  FUNCTION,
  isObject,
  isFileReference,
  isScript,
  keptObject,
  mistake,
  pathOf,
  readText,
  type Reading,
  referenceOf,
  warnOfKeys,
} from "./reading.ts";
import { environmentNames, isTemplate, templateProblem } from "./templates.ts";
import { isCalled, uniqueIds } from "./unique-ids.ts";

/** A prompt, and its names in a provider's list of prompts. */
export interface TranslatedPrompt {
  readonly entry: Exclude<PromptEntry, string> & { readonly id: string };
  readonly labels: readonly string[];
  /** Parameters that promptfoo merges over those of the models. */
  readonly config: Fields | undefined;
  /** Its template texts; none for a function. */
  readonly texts: readonly string[];
  /** The code of a function. */
  readonly code?: string | undefined;
  readonly place: Place;
}

/** Whether a list of prompts contains this one: by id or label, or by the text before a star or a colon. */
export function isPromptCalled({ entry, labels }: TranslatedPrompt, name: string): boolean {
  return isCalled([entry.id, ...labels], name);
}

/** A prompt as written in a file or in the config. */
export interface RawPrompt {
  readonly name: string;
  readonly labels: readonly string[];
  readonly config?: Fields | undefined;
  readonly content: { readonly text: string } | { readonly script: string; readonly config?: Fields | undefined };
  readonly place: Place;
}

/** All prompts of a config, each with a unique id. */
export async function translatePrompts(value: unknown, place: Place, reading: Reading): Promise<TranslatedPrompt[]> {
  const raw = await rawPrompts(value, place, reading);
  const ids = uniqueIds(raw.map(({ name }) => name));
  return raw.map((prompt, index) => translated(ids[index]!, prompt, reading));
}

async function rawPrompts(value: unknown, place: Place, reading: Reading): Promise<RawPrompt[]> {
  if (typeof value === "string") return promptsOf(value, { place, label: undefined }, reading);
  if (Array.isArray(value)) {
    const each = value.map((entry, index) => entryPrompts(entry, inside(place, index), reading));
    return (await Promise.all(each)).flat();
  }
  if (isObject(value)) {
    const each = Object.entries(value).map(([text, label]) =>
      promptsOf(text, { place: inside(place, text), label: String(label) }, reading),
    );
    return (await Promise.all(each)).flat();
  }
  throw mistake(place, "there are no prompts", "List at least one under prompts.");
}

async function entryPrompts(entry: unknown, place: Place, reading: Reading): Promise<RawPrompt[]> {
  if (typeof entry === "string") return promptsOf(entry, { place, label: undefined }, reading);
  if (typeof entry === "function") {
    reading.notes.warn(place, "is a function inside the config: put it into a file and name it as file://prompt.js");
    return [];
  }
  if (!isObject(entry))
    throw mistake(place, "a prompt is neither text nor an object", "Write a text, a path or {id, label}.");
  const { id, label, raw, config } = entry;
  warnOfKeys(entry, place, { known: ["id", "label", "raw", "config", "display"], notes: reading.notes });
  keptObject(config, inside(place, "config"), reading);
  const source = raw ?? id;
  if (typeof source !== "string") {
    const isChat = Array.isArray(raw ?? entry);
    if (isChat || isObject(raw))
      return promptsOf(JSON.stringify(raw), { place, label: textOrNone(label ?? id) }, reading);
    throw mistake(place, "a prompt has neither id nor raw", "Write id: file://prompt.txt, or raw: the text.");
  }
  const named = textOrNone(label ?? (raw === undefined ? undefined : id));
  return promptsOf(
    source,
    { place, label: named, config: isObject(config) ? config : undefined, id: textOrNone(id) },
    reading,
  );
}

interface Naming {
  readonly place: Place;
  readonly label: string | undefined;
  readonly id?: string | undefined;
  readonly config?: Fields | undefined;
}

const SERVICES = /^(?:langfuse|portkey|helicone|exec):/;
const EXECUTABLE = /\.(?:sh|bash|exe|bat|cmd|ps1|rb|pl)(?:\s|$)/;

async function promptsOf(source: string, naming: Naming, reading: Reading): Promise<RawPrompt[]> {
  const { place, label, id, config } = naming;
  if (source.trim() === "") throw mistake(place, "a prompt is empty", "Write its text, or file://prompt.txt.");
  const service = SERVICES.exec(source);
  if (service !== null || (isFileReference(source) && EXECUTABLE.test(source))) {
    reading.notes.warn(place, `${service?.[0] ?? "a program"} as a prompt has no counterpart: the prompt is left out`);
    return [];
  }
  const paths = looksLikePath(source) ? await filesOf(pathOf(source.replace(FUNCTION, ""), reading.folder)) : [];
  if (paths.length === 0 && isFileReference(source)) readText(pathOf(source, reading.folder), place);
  if (paths.length === 0) return [textPrompt(source, naming)];
  const name = FUNCTION.exec(source)?.[1];
  const files = paths.map(async (path): Promise<RawPrompt[]> => {
    const ownName = label ?? name ?? basename(path, extname(path));
    const labels = [label, id, source, source.replace(/^file:\/\//, ""), path].filter((text) => text !== undefined);
    if (isScript(path)) {
      if (path.endsWith(".py") && name === undefined) {
        reading.notes.warn(place, `name the function that makes the prompt, ${source}:name: the prompt is left out`);
        return [];
      }
      const script = `${referenceOf(path, reading)}${name === undefined ? "" : `:${name}`}`;
      return [{ name: ownName, labels, content: { script, config }, place }];
    }
    const prompts = await readPromptFile(path, { place, reading });
    return prompts.map((prompt, index) => ({
      name: prompt.label ?? (prompts.length === 1 ? ownName : `${ownName}-${index + 1}`),
      labels: [...labels, ...(prompt.label === undefined ? [] : [prompt.label])],
      content: { text: prompt.text },
      config,
      place,
    }));
  });
  return (await Promise.all(files)).flat();
}

function textPrompt(text: string, { place, label, id, config }: Naming): RawPrompt {
  const index = place.path.findLast((key) => typeof key === "number") ?? 0;
  return {
    name: label ?? `prompt-${index + 1}`,
    labels: [label, id, text].filter((name) => name !== undefined),
    content: { text },
    config,
    place,
  };
}

function looksLikePath(source: string): boolean {
  if (source.includes("\n")) return false;
  return (
    isFileReference(source) ||
    /^[^\s{}]+\.(?:txt|md|j2|jsonl?|ya?ml|csv|py|[cm]?[jt]s)(?::[\w.]+)?$/.test(source) ||
    /^[^\s{}]*\/\*/.test(source)
  );
}

function translated(
  id: string,
  { labels, content, config: own, place }: RawPrompt,
  reading: Reading,
): TranslatedPrompt {
  if ("script" in content) {
    const { script, config } = content;
    const code = readText(pathOf(script.replace(FUNCTION, ""), reading.folder), place);
    if (/["']?\bconfig["']?\s*:(?!\s*\w+\s*\})/.test(code))
      reading.notes.warn(
        place,
        "a config that the function returns is not sent: parameters belong to models here; write it under providers or next to the prompt",
      );
    if (/\bprovider\b/.test(code))
      reading.notes.warn(
        place,
        "the function reads provider, but here a prompt is the same for all models: it gets an empty one",
      );
    const entry = { id, file: script, engine: "nunjucks" as const, ...(config && { config }) };
    return { entry: entry as TranslatedPrompt["entry"], labels, config, texts: [], code, place };
  }
  const text = withEnvironment(content.text, reading.environment);
  const problem = templateProblem(text);
  if (problem !== undefined) throw mistake(place, problem, "Close each {{ and {%.");
  return { entry: { id, ...contentOf(text), ...engineOf(text) }, labels, config: own, texts: [text], place };
}

/** promptfoo's reading of a prompt's text: messages if it contains them, else one message. */
function contentOf(text: string) {
  const messages = messagesOf(text);
  if (messages !== undefined) return { messages };
  const isChat = /^\s*\[[^]*["']?role["']?\s*:/.test(text) || /^\s*-\s+role:/.test(text);
  return isChat ? { chat: text, engine: "nunjucks" as const } : { text };
}

function messagesOf(text: string): ChatMessage[] | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    const list = isObject(value) && Array.isArray(value["messages"]) ? value["messages"] : value;
    if (!Array.isArray(list) || list.length === 0) return undefined;
    const known = list.map(withKnownParts);
    const isChat = known.every((message) => ChatMessage.safeParse(message).success);
    return isChat ? (known as ChatMessage[]) : undefined;
  } catch {
    return undefined;
  }
}

/** Nunjucks where the text has anything for it to do. */
function engineOf(text: string) {
  if (!isTemplate(text)) return {};
  const env = environmentNames(text);
  return { engine: "nunjucks" as const, ...(env.length > 0 && { env }) };
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
