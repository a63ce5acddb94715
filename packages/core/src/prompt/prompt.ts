import { z } from "zod";
import { whenUsed } from "../when-used.ts";
import { SameseedError } from "../error.ts";
import { ChatMessage } from "../model/message.ts";
import { compileMessages, CONVERSATION, type PromptMessages, type TextRenderer } from "./message-template.ts";
import { template } from "./template.ts";
import type { TestCase, Vars } from "../case/test-case.ts";

const Id = whenUsed(() =>
  z
    .string()
    .min(1)
    .regex(/^[^/]+$/, "must not contain a slash: a variant id is <prompt id>/<model id>")
    .meta({ description: "Id of the prompt: the first part of a variant id." }),
);
const Text = whenUsed(() =>
  z.string().min(1).meta({ description: "Template of one user message; {{name}} inserts a variable." }),
);

const Conversation = whenUsed(() =>
  z.string().regex(CONVERSATION, "is neither messages nor {{name}} of a variable that holds some"),
);
const Messages = whenUsed(
  () =>
    z
      .union([
        z.array(whenUsed(() => z.union([ChatMessage, Conversation]))).min(1),
        Conversation.meta({ description: "{{name}} of a variable that holds a list of messages." }),
      ])
      .meta({
        description: "The chat messages, each with role and content. {{name}} inserts a variable with messages.",
      }) as unknown as z.ZodType<PromptMessages | string>,
);

/** A prompt of a benchmark file: one user message (`text`), or chat messages. */
export const PromptSpec = whenUsed(() =>
  z.union([z.strictObject({ id: Id, text: Text }), z.strictObject({ id: Id, messages: Messages })]),
);
export type PromptSpec = z.infer<typeof PromptSpec>;

const Engine = whenUsed(() => ({
  engine: z
    .enum(["plain", "nunjucks"])
    .optional()
    .meta({ description: "The template language. Default: plain, which supports only {{name}}." }),
  env: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: "Environment variables that a nunjucks template can read as {{env.NAME}}." }),
  missing: z
    .enum(["error", "empty"])
    .optional()
    .meta({ description: "How a nunjucks template treats a missing variable: error (default), or empty text." }),
  filters: z
    .record(z.string(), z.string().regex(/^file:\/\/./))
    .optional()
    .meta({ description: "Filters for nunjucks templates: maps each name to file://script.js[:function]." }),
}));

/** Prompt files by path or pattern. */
export const PromptPath = whenUsed(() =>
  z
    .string()
    .regex(
      /^file:\/\/.|^[^\s{}]+\.(?:txt|md|json|ya?ml|j2|py|[cm]?[jt]s)(?::\w+)?$|^[^\s{}]*\*[^\s{}]*$/i,
      'is not a prompt: write {id: question, text: "…"}, or the path or pattern of files such as prompts/*.txt',
    )
    .meta({ description: "A file or a pattern of files: prompts/*.txt, also after file://." }),
);

const PhrasingId = whenUsed(() =>
  Id.regex(/^[^~]+$/, "must not contain ~: a phrasing's prompt id is <prompt id>~<phrasing id>")
    .optional()
    .meta({ description: "Id of the phrasing. Default: its number." }),
);

/** One phrasing of a prompt in a benchmark file. */
const PhrasingEntry = whenUsed(() =>
  z.union([
    PromptPath,
    z.string().min(1).meta({ description: "The phrasing as one user message." }),
    z.strictObject({ id: PhrasingId, text: Text }),
    z.strictObject({ id: PhrasingId, messages: Messages }),
    z.strictObject({ id: PhrasingId, file: z.string().min(1).meta({ description: "Path of a prompt file." }) }),
  ]),
);

/** The entries of a benchmark file's `prompts`: prompts, and files with prompts. */
export const PromptEntry = whenUsed(() =>
  z.union([
    PromptPath,
    z.strictObject({ id: Id, text: Text, ...Engine }),
    z.strictObject({ id: Id, messages: Messages, ...Engine }),
    z.strictObject({
      id: Id,
      chat: z.string().min(1).meta({
        description:
          "A nunjucks template that renders a list of messages in JSON or YAML, so loops can create messages.",
      }),
      ...Engine,
    }),
    z.strictObject({
      id: Id,
      phrasings: z.array(PhrasingEntry).min(1).meta({
        description:
          "Several wordings of the same prompt: models are compared over phrasings like these, not only on them.",
      }),
      ...Engine,
    }),
    z.strictObject({
      id: Id.optional().meta({ description: "Id of the prompt. Default: from the file's name." }),
      file: z
        .string()
        .min(1)
        .meta({ description: "Path or glob pattern; file://prompt.ts[:function] for a function." }),
      config: z
        .record(z.string(), z.json())
        .optional()
        .meta({ description: "Settings passed to the function as config." }),
      ...Engine,
    }),
  ]),
);
export type PromptEntry = z.infer<typeof PromptEntry>;

/** The result of a prompt function: the text of one user message, or messages. */
export type Rendered = string | readonly ChatMessage[];

/** In TypeScript a prompt may also be a function of the case's vars. */
export interface PromptFunction<V extends Vars = Vars> {
  readonly id: string;
  readonly render: (vars: V, testCase: TestCase<V>) => Rendered;
  /** Called once for every case before the run, for slow preparations. `render` is then fast. */
  readonly prepare?: (testCase: TestCase<V>) => Promise<void>;
  /**
   * Content that the manifest keeps and hashes instead of the function's text, where that text does not
   * determine the prompt.
   */
  readonly source?: unknown;
  /** A hash of the local files, such as images, that the case's messages hold; null where they hold none. */
  readonly filesHash?: (testCase: TestCase<V>) => string | null;
}
/** One phrasing of a prompt: text of one user message, or a prompt; without an id it is numbered. */
export type Phrasing<V extends Vars = Vars> =
  | string
  | { readonly id?: string; readonly text: string }
  | { readonly id?: string; readonly messages: PromptMessages | string }
  | (Omit<PromptFunction<V>, "id"> & { readonly id?: string });

/** A prompt in several wordings: a random factor with the phrasings as its levels. */
export interface PhrasedPrompt<V extends Vars = Vars> {
  readonly id: string;
  readonly phrasings: readonly Phrasing<V>[];
}

/** A prompt with one wording. */
export type SinglePrompt<V extends Vars = Vars> = PromptSpec | PromptFunction<V>;
/** A prompt in TypeScript: a template, messages, a function, or several phrasings. */
export type PromptInput<V extends Vars = Vars> = SinglePrompt<V> | PhrasedPrompt<V>;

/** A compiled prompt: turns a case into chat messages. */
export interface Prompt {
  readonly id: string;
  /** The prompt that this is a phrasing of; absent for a prompt with one wording. */
  readonly phrasingOf?: string;
  /** Content that the manifest keeps and hashes: the template's source or the function's text. */
  readonly source: unknown;
  /** Errors: `TEMPLATE`, naming the prompt, the case and the variable. */
  messages(testCase: TestCase): readonly ChatMessage[];
  /** As `PromptFunction` has it. */
  readonly prepare?: (testCase: TestCase) => Promise<void>;
  /** As `PromptFunction` has it. */
  readonly filesHash?: (testCase: TestCase) => string | null;
}

export function compilePrompt(input: SinglePrompt): Prompt {
  if ("render" in input) return functionPrompt(input);
  const messages = promptMessages(input);
  const render = compileMessages(messages, (text) => compileText(input.id, text));
  return {
    id: input.id,
    source: messages,
    messages: (testCase) => render(testCase.vars, `Prompt "${input.id}", case "${testCase.id}"`),
  };
}

/** The messages of a prompt before its variables are filled in. */
export function promptMessages(spec: PromptSpec): PromptMessages {
  if ("text" in spec) return [{ role: "user", content: spec.text }];
  return typeof spec.messages === "string" ? [spec.messages] : spec.messages;
}

function compileText(id: string, text: string): TextRenderer {
  try {
    return template(text).render;
  } catch (error) {
    if (!(error instanceof SameseedError)) throw error;
    throw new SameseedError(error.code, `Prompt "${id}": ${error.message}`, { hint: error.hint ?? "", cause: error });
  }
}

function functionPrompt({ id, render, source = render.toString(), prepare, filesHash }: PromptFunction): Prompt {
  return {
    id,
    source,
    ...(prepare && { prepare }),
    ...(filesHash && { filesHash }),
    messages(testCase) {
      const rendered = render(testCase.vars, testCase);
      return typeof rendered === "string" ? [{ role: "user", content: rendered }] : rendered;
    },
  };
}
