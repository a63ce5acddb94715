import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as stats from "./testing/every-function.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface GoldenCase {
  readonly id: string;
  readonly fn: string;
  readonly input: Json;
  readonly expected: Json;
  readonly tol: { readonly rel: number; readonly abs: number };
}

/** Functions of the golden file that no report uses: they left the package. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "bonettPrice",
  "friedman",
  "hedgedCi",
  "hedgedLogCapital",
  "hodgesLehmann",
  "jeffreys",
  "missingReport",
  "nemenyi",
  "newcombe10",
  "nonInferiorityT",
  "pseudoPairT",
  "studentizedRangePpfInf",
  "studentizedRangeSfInf",
  "tostPaired",
  "wilcoxonSignedRank",
]);

const path = new URL("../../../../shared/stats/golden.json", import.meta.url);
const isPresent = existsSync(path);
const cases: readonly GoldenCase[] = isPresent
  ? (JSON.parse(readFileSync(path, "utf8")) as { cases: GoldenCase[] }).cases.filter(({ fn }) => !LEFT_OUT.has(fn))
  : [];
const functions = stats as unknown as Record<string, ((input: unknown) => unknown) | undefined>;

/** Golden files write non-finite numbers as strings. */
function decode(value: Json): unknown {
  if (value === "NaN") return NaN;
  if (value === "Infinity") return Infinity;
  if (value === "-Infinity") return -Infinity;
  if (Array.isArray(value)) return value.map(decode);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decode(inner)]));
}

/** Lists where `got` differs from `want`; keys that only `got` has are free. */
function differences(got: unknown, want: unknown, { tol, at = "" }: { tol: GoldenCase["tol"]; at?: string }): string[] {
  if (typeof want === "number" && typeof got === "number") {
    const isEqual = Object.is(got, want) || Math.abs(got - want) <= tol.abs + tol.rel * Math.abs(want);
    return isEqual ? [] : [`${at}: got ${got}, want ${want}`];
  }
  if (want === null || typeof want !== "object") {
    return got === want ? [] : [`${at}: got ${String(got)}, want ${String(want)}`];
  }
  if (got === null || typeof got !== "object") return [`${at}: got ${String(got)}`];
  if (Array.isArray(want) && (got as unknown[]).length !== want.length) {
    return [`${at}: got ${(got as unknown[]).length} entries, want ${want.length}`];
  }
  return Object.entries(want).flatMap(([key, inner]) =>
    differences((got as Record<string, unknown>)[key], inner, { tol, at: `${at}.${key}` }),
  );
}

describe.skipIf(!isPresent)("the golden file next to the repository (needs ../shared/stats)", () => {
  test("holds cases", () => expect(cases.length).toBeGreaterThan(100));

  test.each(cases.map((golden) => [golden.id, golden] as const))("%s agrees", (_id, golden) => {
    const run = functions[golden.fn];
    if (run === undefined) throw new Error(`unknown function ${golden.fn}`);
    expect(differences(run(decode(golden.input)), decode(golden.expected), golden)).toEqual([]);
  });
});
