import { existsSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { TranslatedBenchmark } from "./translation/translated-benchmark.ts";

/** Parts of a benchmark file that are data and never name a file. */
const DATA = new Set(["vars", "expected", "metadata", "text", "messages", "params", "headers", "body"]);
const REFERENCE = /^file:\/\/(?!\/)/;

export interface NewPlace {
  readonly folder: string;
  /** Names of files that are written to the benchmark's folder, and so are unchanged. */
  readonly own?: ReadonlySet<string> | undefined;
}

/** The benchmark file with its paths, which start from `from`, as they read from the new folder. */
export function relocated(
  benchmark: TranslatedBenchmark,
  from: string,
  { folder: to, own }: NewPlace,
): TranslatedBenchmark {
  if (resolve(from) === resolve(to)) return benchmark;
  const moved = (path: string): string => (own?.has(path) ? path : movedPath(path, from, to));
  const move = (value: unknown): unknown => {
    if (typeof value === "string" && value.startsWith("exec:"))
      return value.replaceAll(/[^\s"':]+/g, (word) => (existsSync(resolve(from, word)) ? moved(word) : word));
    if (typeof value === "string")
      return REFERENCE.test(value) ? `file://${moved(value.replace(REFERENCE, ""))}` : value;
    if (Array.isArray(value)) return value.map(move);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => {
        if (DATA.has(key)) return [key, part];
        return [key, key === "file" && typeof part === "string" && !REFERENCE.test(part) ? moved(part) : move(part)];
      }),
    );
  };
  return move(benchmark) as TranslatedBenchmark;
}

function movedPath(path: string, from: string, to: string): string {
  if (path === "-" || /^https?:/.test(path)) return path;
  const shown = relative(to, resolve(from, path)).split(sep).join("/");
  return shown.startsWith(".") ? shown : `./${shown}`;
}
