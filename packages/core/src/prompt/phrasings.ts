import { canonicalJson } from "../content-hash.ts";
import { SameseedError } from "../error.ts";
import { CONVERSATION } from "./message-template.ts";
import {
  compilePrompt,
  type Phrasing,
  type Prompt,
  promptMessages,
  type PromptInput,
  type SinglePrompt,
} from "./prompt.ts";
import { template } from "./template.ts";

/** The prompts of an entry: itself, or one for each phrasing, with the id `<prompt id>~<phrasing id>`. Errors: `BAD_BENCHMARK`, `TEMPLATE`. */
export function compilePrompts(input: PromptInput): readonly Prompt[] {
  if (!("phrasings" in input)) return [compilePrompt(input)];
  const { id, phrasings } = input;
  if (phrasings.length < 2)
    throw refused(`The prompt "${id}" has ${phrasings.length === 0 ? "no phrasings" : "one phrasing"}.`, {
      hint: "List at least two (a verdict needs four), or write text: for a prompt with one wording.",
    });
  const named = phrasings.map((phrasing, place) => namedPhrasing(id, phrasing, place));
  refuseEqual(id, named);
  refuseOtherVariables(id, named);
  return named.map(({ prompt }) => ({ ...compilePrompt(prompt), phrasingOf: id }));
}

interface NamedPhrasing {
  /** The user's name for it, without the prompt's id. */
  readonly name: string;
  readonly prompt: SinglePrompt;
}

function namedPhrasing(id: string, phrasing: Phrasing, place: number): NamedPhrasing {
  const given = typeof phrasing === "string" ? { text: phrasing } : phrasing;
  const name = ("id" in given ? given.id : undefined) ?? String(place + 1);
  const isEmpty = "text" in given && given.text.trim() === "";
  if (isEmpty)
    throw refused(`Phrasing "${name}" of the prompt "${id}" is empty.`, { hint: "Write its text, or remove it." });
  return { name, prompt: { ...given, id: `${id}~${name}` } as SinglePrompt };
}

/** Two phrasings with one wording count twice, and make the interval too narrow. */
function refuseEqual(id: string, phrasings: readonly NamedPhrasing[]): void {
  const seen = new Map<string, string>();
  for (const { name, prompt } of phrasings) {
    const wording = wordingOf(prompt);
    const first = seen.get(wording);
    if (first !== undefined)
      throw refused(`Phrasings "${first}" and "${name}" of the prompt "${id}" are the same.`, {
        hint: "Each phrasing must word the prompt differently: remove one of them. To draw a case several times use repeats.",
      });
    seen.set(wording, name);
  }
}

/** Spaces between and around words do not change the wording. */
function wordingOf(prompt: SinglePrompt): string {
  const written = "render" in prompt ? (prompt.source ?? prompt.render.toString()) : promptMessages(prompt);
  return canonicalJson(trimmed(written)).replaceAll(/\s+/g, " ");
}

function trimmed(value: unknown): unknown {
  if (typeof value === "string") return value.trim();
  if (Array.isArray(value)) return value.map(trimmed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, trimmed(one)]));
}

/** A phrasing that reads other variables is a different question. Prompts that are functions are not inspected. */
function refuseOtherVariables(id: string, phrasings: readonly NamedPhrasing[]): void {
  const known = phrasings.flatMap(({ name, prompt }) =>
    "render" in prompt ? [] : [{ name, variables: variablesOf(promptMessages(prompt)).toSorted() }],
  );
  const [first, ...others] = known;
  const other = others.find(({ variables }) => variables.join() !== first!.variables.join());
  if (first === undefined || other === undefined) return;
  throw refused(
    `Phrasings of the prompt "${id}" use different variables: "${first.name}" has ${listed(first.variables)}, "${other.name}" has ${listed(other.variables)}.`,
    {
      hint: "Phrasings express the same request in other words, so each needs the same variables. For another question, add a prompt.",
    },
  );
}

function listed(variables: readonly string[]): string {
  return variables.length === 0 ? "none" : variables.map((name) => `{{${name}}}`).join(", ");
}

function variablesOf(value: unknown): readonly string[] {
  if (typeof value === "string") {
    const conversation = CONVERSATION.exec(value)?.[1]?.trim();
    return conversation === undefined ? template(value).paths : [conversation];
  }
  if (typeof value !== "object" || value === null) return [];
  return [...new Set(Object.values(value).flatMap(variablesOf))];
}

function refused(message: string, { hint }: { readonly hint: string }): SameseedError {
  return new SameseedError("BAD_BENCHMARK", message, { hint });
}
