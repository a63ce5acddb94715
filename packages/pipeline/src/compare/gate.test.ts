import type { WordedComparison, WordedPhrasingReport } from "@sameseed/core";
import { expect, test } from "vitest";
import { gateChecks } from "./gate.ts";

const RESULT = { n: 40, interval: { lo: -0.2, hi: -0.05 }, margin: 0.02 };

function pair(a: string, b: string, verdict: string | null, isControl = false): WordedComparison {
  return { metric: "score", a, b, result: RESULT, verdict, isControl, conclusion: "Why." } as WordedComparison;
}

function overPhrasings(verdict: string | null, phrasings: number): WordedPhrasingReport {
  const variant = (id: string) => ({
    metric: "score",
    id,
    model: id.split("/")[1],
    means: Array.from({ length: phrasings }, (_, place) => ({ prompt: `${id.split("/")[0]}~${place + 1}`, mean: 0.5 })),
  });
  const compared = (b: string) => ({
    metric: "score",
    a: "ask/m",
    b,
    result: RESULT,
    verdict,
    phrasings,
    text: "Why.",
  });
  return {
    variants: ["ask/m", "ask/n", "tell/m"].map(variant),
    comparisons: [compared("ask/n"), compared("tell/m")],
  } as unknown as WordedPhrasingReport;
}

test("checks comparisons over phrasings instead of single phrasings, and the others as before", () => {
  const comparisons = [
    pair("ask~1/m", "ask~1/n", "inconclusive"),
    pair("ask~2/m", "ask~2/n", "worse"),
    pair("ask~1/m", "plain/m", "better"),
    pair("ask~1/m", "ask~1/m (control)", "inconclusive", true),
  ];
  const checks = gateChecks({ comparisons, phrasings: overPhrasings("worse", 4) }, { mode: "fail-on-worse" });
  expect(checks.map(({ name, result }) => [name, result])).toEqual([
    ["ask/n against ask/m", "failed"],
    ["tell/m against ask/m", "failed"],
    ["plain/m against ask~1/m", "passed"],
    ["ask~1/m (control) against ask~1/m", "skipped"],
  ]);
  const passing = gateChecks({ comparisons, phrasings: overPhrasings("better", 4) }, { mode: "require-not-worse" });
  expect(passing.map(({ result }) => result)).toEqual(["passed", "passed", "passed", "skipped"]);
});

test("the gate checks pairs without a verdict over phrasings: all pairs, and too few phrasings", () => {
  const names = (comparisons: readonly WordedComparison[], phrasings: number): string[] =>
    gateChecks({ comparisons, phrasings: overPhrasings("insufficient", phrasings) }, { mode: "fail-on-worse" }).map(
      ({ name, result }) => `${name}: ${result}`,
    );
  const all = [pair("ask~1/m", "ask~2/m", "worse"), pair("ask~1/n", "tell~1/m", "worse")];
  expect(names(all, 4).slice(2)).toEqual(["tell~1/m against ask~1/n: failed"]);
  const single = [pair("ask~1/m", "ask~1/n", "worse")];
  expect(names(single, 4)).toHaveLength(2);
  expect(names(single, 3).slice(2)).toEqual(["ask~1/n against ask~1/m: failed"]);
});

test("a gate over phrasings alone has checks, undecided where they are not comparable", () => {
  const checks = gateChecks({ comparisons: [], phrasings: overPhrasings(null, 4) }, { mode: "fail-on-worse" });
  expect(checks.map(({ group, result }) => [group, result])).toEqual([
    ["gate.score", "undecided"],
    ["gate.score", "undecided"],
  ]);
});
