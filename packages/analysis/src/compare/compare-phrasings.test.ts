import type { PhrasingReport } from "@sameseed/core";
import { expect, test } from "vitest";
import { failedRow, manifestOf, rowOf, variant } from "../testing/sample-run.ts";
import { ComparisonBuilder } from "./comparison-builder.ts";
import type { ManifestVariant } from "./variant-trials.ts";

type Value = number | "failed";

const PHRASINGS = ["ask~1", "ask~2", "ask~3", "ask~4"];
const phrased = (prompt: string, model: string): ManifestVariant => ({
  ...variant(prompt, model),
  phrasingOf: prompt.split("~")[0]!,
});
const grid = (models: readonly string[], prompts: readonly string[] = PHRASINGS): ManifestVariant[] =>
  prompts.flatMap((prompt) => models.map((model) => phrased(prompt, model)));

/** The report of variants with the scores of `valueOf` per case. */
function reportOf(
  variants: readonly ManifestVariant[],
  valueOf: (one: ManifestVariant, number: number) => Value,
  { cases = 40, baseline = variants[0]!.id } = {},
): PhrasingReport {
  const builder = new ComparisonBuilder(variants, ["score"], { manifest: manifestOf() });
  for (let number = 0; number < cases; number++) {
    for (const [place, one] of variants.entries()) {
      const value = valueOf(one, number);
      const where = { case: { id: `c${number}` }, index: number * variants.length + place, prompt: one.prompt };
      const row = value === "failed" ? failedRow(where) : rowOf({ ...where, score: value });
      builder.add({ ...row, trial: { ...row.trial, model: one.model, variant: one.id } });
    }
  }
  return builder.phrasings({ baseline })!;
}

/** 0 to 1, the same for the same names. */
function luck(...parts: readonly (string | number)[]): number {
  let hash = 17;
  for (const character of parts.join("|")) hash = (Math.imul(hash, 31) + character.codePointAt(0)!) | 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

test("a verdict that depends on failed trials is inconclusive, and means are those of the answers", () => {
  const { variants, comparisons } = reportOf(grid(["good", "fails"]), ({ prompt, model }, number) =>
    model === "fails" && luck(prompt, number) < 0.3 ? "failed" : 1,
  );
  expect(variants.map(({ id, mean }) => [id, mean])).toEqual([
    ["ask/good", 1],
    ["ask/fails", 1],
  ]);
  const [one] = comparisons;
  expect(one!.result.verdict.verdict).toBe("worse");
  expect(one).toMatchObject({ verdict: "inconclusive", dependsOnFailed: true, phrasingsNeeded: null });
  expect(one!.withoutFailed).toMatchObject({ estimate: 0 });
});

test("a baseline without phrasings leaves the comparison with its model over phrasings, or with the first", () => {
  const score = ({ prompt, model }: ManifestVariant, number: number): Value =>
    luck(prompt, number) < (model === "a" ? 0.3 : 0.7) ? 1 : 0;
  const pairsFor = (baseline: ManifestVariant): string[][] =>
    reportOf([baseline, ...grid(["a", "b"])], score).comparisons.map(({ a, b }) => [a, b]);
  expect(pairsFor(variant("plain", "b"))).toEqual([["ask/b", "ask/a"]]);
  expect(pairsFor(variant("plain", "other"))).toEqual([["ask/a", "ask/b"]]);
});

test("verdicts for exactly these phrasings are adjusted for the number of comparisons, too", () => {
  // Six of 40 cases gain, none is lost: p is 2 / 2^6, and seven times that among seven comparisons.
  const gains = ({ model }: ManifestVariant, number: number): Value =>
    number % 2 === 0 || (model === "b" && number < 12) ? 1 : 0;
  const alone = reportOf(grid(["a", "b"]), gains).comparisons[0]!;
  expect(alone.fixedVerdict).toBe("better");
  const many = reportOf(grid(["a", "b", "c", "d", "e", "f", "g", "h"]), gains).comparisons;
  expect(many.map(({ fixedVerdict }) => fixedVerdict)).not.toContain("better");
  expect(many[0]!.fixedInterval).toEqual(alone.fixedInterval);
});

test("a verdict for exactly these phrasings that depends on the failed trials is inconclusive, too", () => {
  const { comparisons } = reportOf(grid(["good", "fails"]), ({ prompt, model }, number) =>
    model === "fails" && luck(prompt, number) < 0.3 ? "failed" : 1,
  );
  expect(comparisons[0]!.fixedVerdict).toBe("inconclusive");
});

test("variants that are not comparable have no verdict for exactly these phrasings either", () => {
  const { variants, comparisons } = reportOf(grid(["a", "b"]), ({ model }) => (model === "a" ? 1 : "failed"));
  expect(comparisons[0]).toMatchObject({ verdict: null, fixedVerdict: null });
  expect(variants[1]).toMatchObject({ n: 0, phrasings: 4, mean: null });
});

const score = ({ prompt, model }: ManifestVariant, number: number): Value =>
  luck(prompt, model, number) < (model === "a" ? 0.4 : 0.6) ? 1 : 0;

test("the order of the variants does not matter: phrasings are paired by their prompt", () => {
  const a = PHRASINGS.map((prompt) => phrased(prompt, "a"));
  const b = PHRASINGS.map((prompt) => phrased(prompt, "b"));
  const [straight, turned] = [reportOf([...a, ...b], score), reportOf([...a, ...b.toReversed()], score)];
  expect(turned.comparisons[0]!.differences).toHaveLength(4);
  expect(turned).toEqual(straight);
});

test("two sides are not comparable if any two of the same phrasing are not", () => {
  const more = grid(["b"], [...PHRASINGS, "ask~5"]);
  const variants = [...grid(["a"]), ...more.toReversed()];
  const value = (one: ManifestVariant, number: number): Value => (one.id === "ask~1/b" ? "failed" : score(one, number));
  expect(reportOf(variants, value).comparisons[0]!.verdict).toBeNull();
});

test("the fairness of two prompts is that of all pairs of their phrasings, each reason once", () => {
  const prompts = ["p~1", "p~2", "p~3", "p~4", "q~1", "q~2", "q~3", "q~4"];
  const variants = grid(["m"], prompts);
  const fair = reportOf(variants, (one, number) => (luck(one.prompt, number) < 0.5 ? 1 : 0)).comparisons[0]!;
  expect(fair.fairness).toMatchObject({ verdict: "fair", reasons: [], factors: ["prompt"] });
  expect(fair.adjustment).toBe("none");
  const failing = reportOf(variants, ({ prompt }, number) => (prompt === "q~3" && number < 20 ? "failed" : 1));
  const { verdict, reasons } = failing.comparisons[0]!.fairness;
  expect(verdict).toBe("fair with caveats");
  expect(reasons.map(({ reason }) => reason.code)).toContain("marksDiffer");
  for (const { variants: concerned } of reasons) expect(concerned).toEqual(["q~3/m"]);
  const gone = reportOf(variants, ({ prompt }) => (prompt === "q~3" ? "failed" : 1)).comparisons[0]!;
  expect(gone).toMatchObject({ verdict: null, fairness: { verdict: "not comparable" } });
});
