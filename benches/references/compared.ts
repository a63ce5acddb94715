import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Answer, Score, Scorer, Vars } from "../../packages/core/src/index.ts";

/** Where the reference data is. */
export const DATA = process.argv[2] ?? join(import.meta.dirname, "../../../shared/data");

/** A scorer against its reference. */
export interface Compared {
  readonly scorer: string;
  readonly reference: string;
  readonly compared: number;
  readonly agreeing: number;
  readonly explanation?: string;
}

export const json = <T>(path: string): T => JSON.parse(readFileSync(join(DATA, path), "utf8")) as T;

export function lines<T>(path: string): T[] {
  const bytes = readFileSync(join(DATA, path));
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

export function scoreOf(scorer: Scorer, output: string, vars: Vars): number | null {
  const answer = { output, case: { id: "c", vars } } as unknown as Answer;
  return (scorer.score!(answer) as Score).value;
}

/** Pairs of our value and the reference's, which agree within a tolerance. */
export function within(
  pairs: readonly (readonly [number, number])[],
  tolerance: number,
): Pick<Compared, "compared" | "agreeing"> {
  return {
    compared: pairs.length,
    agreeing: pairs.filter(([ours, theirs]) => Math.abs(ours - theirs) <= tolerance).length,
  };
}
