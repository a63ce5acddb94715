import { buffer } from "node:stream/consumers";
import { SameseedError } from "@sameseed/core";
import { isPattern, matchingFiles } from "../files/matching-files.ts";
import { withoutSecrets } from "../transport/redact.ts";
import { download } from "./download.ts";
import type { Content } from "./read-text.ts";

/** An existing file, or another source of rows. */
export interface Source {
  /** Used in messages, and for the format if the name has an extension. */
  readonly name: string;
  /** Absent for a file. */
  readonly content?: Content;
}

/**
 * The meaning of a dataset's `file`: a path, `-` for standard input, an http(s) address, or a pattern such as
 * `cases/*.jsonl` for files in the order of their names. Other inputs are read once and kept in memory,
 * because cases are read twice; nothing is written to disk.
 */
export function sources(file: string): () => Promise<readonly Source[]> {
  if (file === "-") return always({ name: "standard input", content: once(() => buffer(process.stdin)) });
  if (isUrl(file)) return always({ name: withoutSecrets(file), content: once(() => download(file)) });
  if (isPattern(file)) return () => filesOf(file);
  return always({ name: file });
}

/** Whether `file` is something other than a path. */
export function isNoPath(file: string): boolean {
  return file === "-" || isUrl(file);
}

function isUrl(file: string): boolean {
  return /^https?:\/\//i.test(file);
}

async function filesOf(pattern: string): Promise<Source[]> {
  const names = await matchingFiles(pattern);
  if (names.length > 0) return names.map((name) => ({ name }));
  throw new SameseedError("NOT_FOUND", `No file matches ${pattern}.`, {
    hint: "Patterns in a benchmark file are relative to that file.",
  });
}

function always(source: Source): () => Promise<readonly Source[]> {
  return async () => [source];
}

function once(read: Content): Content {
  let reading: Promise<Uint8Array> | undefined;
  return () => (reading ??= read());
}
