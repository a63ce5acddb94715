import { basename, extname } from "node:path";
import {
  type PromptEntry,
  type PromptFunction,
  type PromptInput,
  PromptPath,
  type PromptSpec,
  type SinglePrompt,
  SameseedError,
  type ScriptReader,
} from "@sameseed/core";
import { type ChatText, type NunjucksOptions, nunjucksPrompt, nunjucksRenderer } from "./nunjucks-prompt.ts";
import { promptFiles } from "./prompt-files.ts";
import { scriptPrompt } from "./script-prompt.ts";

export interface PromptSources {
  /** The folder that paths start from. */
  readonly folder: string;
  readonly script: ScriptReader;
}

const SCRIPT = /\.(?:[cm]?[jt]s|py)(?::[\w.]+)?$/;

/** The prompts that a benchmark file lists. */
export async function promptsFromSpec(entries: readonly PromptEntry[], sources: PromptSources): Promise<PromptInput[]> {
  return (await Promise.all(entries.map((entry) => promptsOf(entry, sources)))).flat();
}

async function promptsOf(entry: PromptEntry, { folder, script }: PromptSources): Promise<PromptInput[]> {
  if (typeof entry === "string") {
    if (SCRIPT.test(entry)) return [scriptPrompt(scriptId(entry), script(entry))];
    return (await promptFiles(entry, { folder })).map(({ engine, ...prompt }) => withEngine(prompt, engine));
  }
  const { engine, env, missing, filters: references, ...rest } = entry;
  const own = { env, missing, filters: references };
  const unread = Object.keys(own).find((key) => own[key as keyof typeof own] !== undefined);
  if (unread !== undefined && engine !== "nunjucks") throw onlyNunjucks(rest.id, unread);
  const filters =
    references && Object.fromEntries(Object.entries(references).map(([name, reference]) => [name, script(reference)]));
  const options = { env, missing, filters };
  if (!("file" in rest)) {
    if ("phrasings" in rest) return [await phrasedPrompt(rest, { engine, options, sources: { folder, script } })];
    if ("chat" in rest && engine !== "nunjucks") throw onlyNunjucks(rest.id, "chat");
    return [withEngine(rest, engine, options)];
  }
  const { file, id, config } = rest;
  if (SCRIPT.test(file)) {
    const compile = engine === "nunjucks" ? nunjucksRenderer(id ?? scriptId(file), options) : undefined;
    return [scriptPrompt(id ?? scriptId(file), script(file), { config, compile })];
  }
  const loaded = await promptFiles(file, { folder, id });
  return loaded.map(({ engine: own, ...prompt }) => withEngine(prompt, engine ?? own, options));
}

interface Phrased {
  readonly engine: "plain" | "nunjucks" | undefined;
  readonly options: NunjucksOptions;
  readonly sources: PromptSources;
}

/** A prompt with its phrasings, read from files if they exist; each is numbered, or has its own id. */
async function phrasedPrompt(
  { id, phrasings }: Extract<PromptEntry, { phrasings: unknown }>,
  { engine, options, sources }: Phrased,
): Promise<PromptInput> {
  const read = (await Promise.all(phrasings.map((entry) => phrasingsOf(entry, sources)))).flat();
  return {
    id,
    phrasings: read.map((phrasing, place) => {
      const name = phrasing.id ?? String(place + 1);
      const whole = `${id}~${name}`; // errors name it
      if ("script" in phrasing)
        return { ...scriptPhrasing(whole, phrasing.script, { engine, options, sources }), id: name };
      const { engine: own, ...prompt } = phrasing;
      return { ...withEngine({ ...prompt, id: whole }, engine ?? own, options), id: name };
    }),
  };
}

type PhrasingEntry = Extract<PromptEntry, { phrasings: unknown }>["phrasings"][number];
type ReadPhrasing = { readonly id?: string | undefined } & (
  | { readonly text: string; readonly engine?: string }
  | (Pick<Extract<PromptSpec, { messages: unknown }>, "messages"> & { readonly engine?: string })
  | { readonly script: string }
);

async function phrasingsOf(entry: PhrasingEntry, { folder }: PromptSources): Promise<readonly ReadPhrasing[]> {
  if (typeof entry === "string" && !PromptPath.safeParse(entry).success) return [{ text: entry }];
  if (typeof entry === "object" && !("file" in entry)) return [entry];
  const { file, id } = typeof entry === "string" ? { file: entry } : entry;
  if (SCRIPT.test(file)) return [{ id: id ?? scriptId(file), script: file }];
  return promptFiles(file, { folder, id });
}

/** Two functions of one script are two phrasings: the source names the function. */
function scriptPhrasing(id: string, reference: string, { engine, options, sources }: Phrased): PromptFunction {
  const compile = engine === "nunjucks" ? nunjucksRenderer(id, options) : undefined;
  const prompt = scriptPrompt(id, sources.script(reference), { compile });
  const name = /:([A-Za-z_][\w.]*)$/.exec(reference)?.[1];
  return { ...prompt, source: { ...(prompt.source as object), ...(name !== undefined && { function: name }) } };
}

/** The function's name, else the file's. */
function scriptId(reference: string): string {
  const [, file = reference, name] = /^(.+?\.(?:[cm]?[jt]s|py))(?::([\w.]+))?$/.exec(reference) ?? [];
  return name ?? basename(file, extname(file));
}

function onlyNunjucks(id = "", key: string): SameseedError {
  return new SameseedError("BAD_BENCHMARK", `The prompt "${id}" has ${key}, which only engine: nunjucks reads.`, {
    hint: "Add engine: nunjucks.",
  });
}

function withEngine(prompt: PromptSpec | ChatText, engine = "plain", options: NunjucksOptions = {}): SinglePrompt {
  if (engine === "plain") return prompt as PromptSpec;
  if (engine === "nunjucks") return nunjucksPrompt(prompt, options);
  throw new SameseedError("BAD_BENCHMARK", `The prompt "${prompt.id}" has the engine "${engine}".`, {
    hint: "Known: plain, nunjucks.",
  });
}
