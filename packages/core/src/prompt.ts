import { z } from "zod";
import { SameseedError } from "./error.ts";
import { ChatMessage } from "./model.ts";
import { template } from "./template.ts";
import type { TestCase, Vars } from "./test-case.ts";

const Id = z
  .string()
  .min(1)
  .regex(/^[^/]+$/, "must not contain a slash: a variant id is <prompt id>/<model id>");

/** A prompt of a benchmark file: one user message (`text`), or chat messages. */
export const PromptSpec = z.union([
  z.strictObject({ id: Id, text: z.string().min(1) }),
  z.strictObject({ id: Id, messages: z.array(ChatMessage).min(1) }),
]);
export type PromptSpec = z.infer<typeof PromptSpec>;

const Engine = {
  engine: z
    .enum(["plain", "nunjucks"])
    .optional()
    .meta({ description: "The template language. Default plain: {{name}} and nothing else." }),
  env: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: "Environment variables that a nunjucks template may read as {{env.NAME}}." }),
};

/** What a benchmark file's `prompts` lists: prompts, and files with prompts. */
export const PromptEntry = z.union([
  z
    .string()
    .regex(/^file:\/\/./, 'is not a prompt: write {id: …, text: "…"}, or file://path')
    .meta({ description: "file://prompts/*.txt" }),
  z.strictObject({ id: Id, text: z.string().min(1), ...Engine }),
  z.strictObject({ id: Id, messages: z.array(ChatMessage).min(1), ...Engine }),
  z.strictObject({ id: Id.optional(), file: z.string().min(1), ...Engine }),
]);
export type PromptEntry = z.infer<typeof PromptEntry>;

/** In TypeScript a prompt may also be a function of the case's vars. */
export interface PromptFunction<V extends Vars = Vars> {
  readonly id: string;
  readonly render: (vars: V, testCase: TestCase<V>) => string | readonly ChatMessage[];
  /** What the manifest keeps and hashes instead of the function's text, where that alone does not determine the prompt. */
  readonly source?: unknown;
}
export type PromptInput<V extends Vars = Vars> = PromptSpec | PromptFunction<V>;

/** A compiled prompt: turns a case into chat messages. */
export interface Prompt {
  readonly id: string;
  /** What the manifest keeps and hashes: the template's source or the function's text. */
  readonly source: unknown;
  /** Errors: `TEMPLATE`, naming the prompt, the case and the variable. */
  messages(testCase: TestCase): readonly ChatMessage[];
}

export function compilePrompt(input: PromptInput): Prompt {
  if ("render" in input) return functionPrompt(input);
  const messages: readonly ChatMessage[] = "text" in input ? [{ role: "user", content: input.text }] : input.messages;
  const compiled = messages.map(({ role, content }) => ({ role, content: compileText(input.id, content) }));
  return {
    id: input.id,
    source: messages,
    messages(testCase) {
      const where = `Prompt "${input.id}", case "${testCase.id}"`;
      return compiled.map(({ role, content }) => ({ role, content: content.render(testCase.vars, where) }));
    },
  };
}

function compileText(id: string, text: string): ReturnType<typeof template> {
  try {
    return template(text);
  } catch (error) {
    if (!(error instanceof SameseedError)) throw error;
    throw new SameseedError(error.code, `Prompt "${id}": ${error.message}`, { hint: error.hint ?? "", cause: error });
  }
}

function functionPrompt({ id, render, source = render.toString() }: PromptFunction): Prompt {
  return {
    id,
    source,
    messages(testCase) {
      const rendered = render(testCase.vars, testCase);
      return typeof rendered === "string" ? [{ role: "user", content: rendered }] : rendered;
    },
  };
}
