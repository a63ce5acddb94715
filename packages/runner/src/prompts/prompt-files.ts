import { readFile } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";
import { PromptSpec, SameseedError, utf8Text } from "@sameseed/core";
import { isPattern, matchingFiles } from "../files/matching-files.ts";
import { irregularity } from "../files/regular-file.ts";

/** A prompt file may name its engine, which the caller handles. */
export type LoadedPrompt = PromptSpec & { readonly engine?: string };

export interface PromptFilesOptions {
  /** Base folder of relative paths. Default: the working directory. */
  readonly folder?: string | undefined;
  /** The id of the prompt of a single file. Default: the file's own id, else its name without the extension. */
  readonly id?: string | undefined;
}

/**
 * The prompts of a file, or of all files that a pattern matches, by name: `.txt` is one user message; `.md` too, with an
 * optional front matter (`id`, `system`, `engine`); `.json` and `.yaml` hold chat messages, or an object
 * with `messages` or `text`. A `file://` before the path is left out. Errors: `NOT_FOUND`, `BAD_BENCHMARK`.
 */
export async function promptFiles(
  pattern: string,
  { folder = ".", id }: PromptFilesOptions = {},
): Promise<LoadedPrompt[]> {
  const path = resolve(folder, pattern.replace(/^file:\/\//, ""));
  const files = isPattern(path) ? await matchingFiles(path) : [path];
  if (files.length === 0) {
    throw new SameseedError("NOT_FOUND", `No prompt file matches ${pattern}.`, {
      hint: "Patterns in a benchmark file are relative to that file.",
    });
  }
  if (id !== undefined && files.length > 1) {
    throw new SameseedError("BAD_BENCHMARK", `The prompt "${id}" is ${files.length} files.`, {
      hint: "Leave the id out: each file's name is its id.",
    });
  }
  return Promise.all(files.map((file) => promptOf(file, id)));
}

async function promptOf(file: string, id: string | undefined): Promise<LoadedPrompt> {
  if (/\.(?:[cm]?[jt]s|py)$/i.test(file))
    throw new SameseedError("BAD_BENCHMARK", `${file} is a script, and is not named as one.`, {
      hint: "Name it by its path, ending in lower case: file://prompt.ts, or file://prompt.ts:name for a named function.",
    });
  const text = await readPrompt(file);
  const extension = extname(file).toLowerCase();
  const isData = [".json", ".yaml", ".yml"].includes(extension);
  const given = isData ? await structured(text, file) : extension === ".md" ? await markdown(text, file) : { text };
  const { engine, ...content } = given;
  const named = { ...content, id: id ?? content.id ?? basename(file, extname(file)) };
  const parsed = PromptSpec.safeParse(named);
  if (parsed.success) return { ...parsed.data, ...(typeof engine === "string" && { engine }) };
  throw new SameseedError("BAD_BENCHMARK", `${file} is not a prompt: ${parsed.error.issues[0]!.message}.`, {
    hint: "A prompt is text, a list of {role, content}, or an object with messages or text.",
  });
}

async function readPrompt(file: string): Promise<string> {
  const kind = irregularity(file);
  if (kind !== null)
    throw new SameseedError("BAD_BENCHMARK", `The prompt ${file} is ${kind}, not a file.`, {
      hint: "Name a file, or write the prompt into the benchmark.",
    });
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new SameseedError("NOT_FOUND", `There is no prompt file ${file}.`, {
      hint: "Paths in a benchmark file are relative to that file.",
      cause,
    });
  });
  return utf8Text(bytes, file);
}

type Fields = Readonly<Record<string, unknown>>;

async function structured(text: string, file: string): Promise<Fields> {
  const data = await parsed(text, file);
  return Array.isArray(data) ? { messages: data } : (data as Fields);
}

/** Text below a front matter between two lines of `---`. */
async function markdown(text: string, file: string): Promise<Fields> {
  const match = /^---\r?\n([^]*?)\r?\n---[ \t]*(?:\r?\n|$)([^]*)$/.exec(text);
  if (match === null) return { text };
  const { system, ...fields } = ((await parsed(match[1]!, file)) ?? {}) as Fields;
  const body = match[2]!.trim();
  if (system === undefined) return { ...fields, text: body };
  return {
    ...fields,
    messages: [
      { role: "system", content: system },
      { role: "user", content: body },
    ],
  };
}

async function parsed(text: string, file: string): Promise<unknown> {
  const { parse } = await import("yaml");
  try {
    return parse(text, { merge: true }) as unknown; // JSON is YAML
  } catch (cause) {
    throw new SameseedError("BAD_BENCHMARK", `${file}: ${(cause as Error).message.split("\n", 1)[0]}`, {
      hint: "The file is not valid there.",
      cause,
    });
  }
}
