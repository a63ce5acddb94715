import { relative, resolve, sep } from "node:path";
import type { BenchmarkFile } from "@sameseed/core";

/** Parts of a benchmark file that are data and never name a file. */
const DATA = new Set(["vars", "expected", "metadata", "text", "messages", "params"]);
const REFERENCE = /^file:\/\/(?!\/)/;

/** The benchmark file with its `file://` references, which start from `from`, as they read from the folder `to`. */
export function relocated(benchmark: BenchmarkFile<unknown>, from: string, to: string): BenchmarkFile<unknown> {
  if (resolve(from) === resolve(to)) return benchmark;
  const move = (value: unknown): unknown => {
    if (typeof value === "string") return REFERENCE.test(value) ? movedReference(value, from, to) : value;
    if (Array.isArray(value)) return value.map(move);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, DATA.has(key) ? part : move(part)]));
  };
  return move(benchmark) as BenchmarkFile<unknown>;
}

function movedReference(reference: string, from: string, to: string): string {
  const path = relative(to, resolve(from, reference.replace(REFERENCE, "")))
    .split(sep)
    .join("/");
  return `file://${path.startsWith(".") ? path : `./${path}`}`;
}
