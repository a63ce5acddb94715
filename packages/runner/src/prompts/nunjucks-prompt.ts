import { createRequire } from "node:module";
import {
  compileMessages,
  nunjucksSandbox,
  type PromptFunction,
  promptMessages,
  type PromptSpec,
  SameseedError,
  type ScriptFunction,
  type TextRenderer,
} from "@sameseed/core";
import { chatMessages } from "./chat-text.ts";

export interface NunjucksOptions {
  /** Environment variables that templates may read as `{{env.NAME}}`; no other is visible. Default none. */
  readonly env?: readonly string[] | undefined;
  /** `error` (default), or `empty`: a variable that is missing is empty text. */
  readonly missing?: "error" | "empty" | undefined;
  /** Filters of one's own by name: `{{ name | shout }}`. */
  readonly filters?: Readonly<Record<string, ScriptFunction>> | undefined;
}

/** A prompt with a text that renders to a list of messages in JSON or YAML. */
export interface ChatText {
  readonly id: string;
  readonly chat: string;
}

/**
 * A prompt in the template language Nunjucks, with filters, conditions and loops. A missing variable is an error, and nothing is
 * escaped. Templates cannot read files or access JavaScript. Errors: `TEMPLATE`, and `PROMPT` for a case that fails where missing
 * variables are empty.
 */
export function nunjucksPrompt(
  spec: PromptSpec | ChatText,
  { env = [], missing = "error", filters = {} }: NunjucksOptions = {},
): PromptFunction {
  const compile = nunjucksRenderer(spec.id, { missing, filters });
  const content = "chat" in spec ? { chat: spec.chat } : { messages: promptMessages(spec) };
  const compiled = "chat" in spec ? chatMessages(compile(spec.chat)) : compileMessages(promptMessages(spec), compile);
  const hashes = Object.entries(filters).map(([name, { hash }]) => [name, hash]);
  return {
    id: spec.id,
    source: {
      engine: "nunjucks",
      ...content,
      ...(env.length === 0 ? {} : { env }),
      ...(missing === "error" ? {} : { missing }),
      ...(hashes.length === 0 ? {} : { filters: Object.fromEntries(hashes) }),
    },
    render(vars, testCase) {
      const where = `Prompt "${spec.id}", case "${testCase.id}"`;
      const visible = Object.fromEntries(env.map((name) => [name, process.env[name]]));
      return compiled({ ...vars, env: visible }, where);
    },
  };
}

/** Compiles the Nunjucks templates of a prompt. */
export function nunjucksRenderer(
  id: string,
  { missing = "error", filters = {} }: Omit<NunjucksOptions, "env"> = {},
): (text: string) => TextRenderer {
  const nunjucks = createRequire(import.meta.url)("nunjucks") as typeof import("nunjucks");
  const compile = nunjucksSandbox(nunjucks, {
    throwOnUndefined: missing === "error",
    filters: Object.fromEntries(Object.entries(filters).map(([name, { call }]) => [name, call])),
  });
  return (text) => {
    let render: ReturnType<typeof compile>;
    try {
      render = compile(text);
    } catch (cause) {
      throw fault(`Prompt "${id}"`, cause as Error);
    }
    return (vars, where) => {
      try {
        return render(vars);
      } catch (cause) {
        const error = fault(
          where,
          cause as Error,
          Object.keys(vars).filter((name) => name !== "env"),
        );
        throw missing === "error" ? error : ofCase(error);
      }
    };
  };
}

/** An error of one case: where missing variables are empty, only the trials of this case fail, as in promptfoo. */
function ofCase({ message, cause }: SameseedError): SameseedError {
  return new SameseedError("PROMPT", message, { hint: "Correct the template, or the variables of the case.", cause });
}

function fault(where: string, cause: Error, known: readonly string[] = []): SameseedError {
  const message = cause.message.replace(/^(?:Template render error: )?\(prompt\)\s*/, "").replaceAll(/\s+/g, " ");
  return new SameseedError("TEMPLATE", `${where}: ${message}.`, {
    hint: known.length === 0 ? "The template is not Nunjucks there." : `The case has: ${known.join(", ")}.`,
    cause,
  });
}
