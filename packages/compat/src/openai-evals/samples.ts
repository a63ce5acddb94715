import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { requireRegularFile } from "../translation/irregularity.ts";
import type { ImportTools } from "../translation/importer.ts";

type Sample = Readonly<Record<string, unknown>>;
export type ChatMessages = readonly Readonly<Record<string, unknown>>[];

/** Data about an eval's samples before it runs. */
export interface Samples {
  /** Relative to the folder of the registry file, with slashes. */
  readonly path: string;
  readonly state: "read" | "missing" | "git lfs pointer";
  /** The type of `input`; `mixed` where it differs. */
  readonly input: "text" | "chat" | "mixed";
  /** Names that every sample has. */
  readonly fields: ReadonlySet<string>;
  readonly samples: readonly Sample[];
}

/**
 * Reads samples where OpenAI evals looks for them: at the path itself, then under `data` next to the `evals`
 * folder.
 */
export async function readSamples(registryFile: string, path: string, tools: ImportTools): Promise<Samples> {
  const folder = dirname(registryFile);
  const file = locate(folder, path);
  const shown = relative(folder, file).split(sep).join("/");
  const none = { path: shown, input: "chat", fields: new Set<string>(), samples: [] } as const;
  if (!existsSync(file)) return { ...none, state: "missing" };
  if (await isPointer(file)) return { ...none, state: "git lfs pointer" };
  const samples = await Array.fromAsync(tools.records(file));
  const forms = new Set(samples.map(({ input }) => (Array.isArray(input) ? "chat" : "text")));
  const [form = "chat"] = forms;
  const fields = samples.map((sample) => new Set(Object.keys(sample)));
  return {
    path: shown,
    state: "read",
    input: forms.size > 1 ? "mixed" : form,
    fields: fields.length === 0 ? new Set() : fields.reduce((shared, names) => shared.intersection(names)),
    samples,
  };
}

function locate(folder: string, path: string): string {
  if (isAbsolute(path)) return path;
  const registry = basename(folder) === "evals" ? dirname(folder) : folder;
  const places = [resolve(path), join(folder, path), join(registry, "data", path)];
  return places.find((place) => existsSync(place)) ?? places.at(-1)!;
}

const POINTER = "version https://git-lfs.github.com/spec/";

async function isPointer(file: string): Promise<boolean> {
  requireRegularFile(file);
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(POINTER.length), 0, POINTER.length, 0);
    return buffer.toString("latin1") === POINTER;
  } finally {
    await handle.close();
  }
}

/** A sample's input as chat messages, as OpenAI evals sends it: a plain text is a system message. */
export function chatOf(input: unknown): ChatMessages {
  return Array.isArray(input) ? (input as ChatMessages) : [{ role: "system", content: String(input) }];
}

const PREFIXES: Readonly<Record<string, string>> = {
  system: "",
  example_user: "User: ",
  example_assistant: "Assistant: ",
};

/** A sample's input as one text, as a grading prompt of OpenAI evals shows it. */
export function textOfInput(input: unknown): string {
  if (!Array.isArray(input)) return String(input);
  const messages = input as ChatMessages;
  if (messages.length === 1) return String(messages[0]!["content"]);
  const lines = messages.map(({ name, role, content }) => {
    const speaker = String(name ?? role);
    const prefix = PREFIXES[speaker] ?? `${speaker[0]!.toUpperCase()}${speaker.slice(1).toLowerCase()}: `;
    return `${prefix}${String(content)}\n`;
  });
  return lines.join("").trimStart();
}
