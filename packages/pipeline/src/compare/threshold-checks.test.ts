import type { Manifest, Row } from "@sameseed/core";
import { expect, test } from "vitest";
import { thresholdChecks } from "./threshold-checks.ts";

const MANIFEST = {
  variants: [{ id: "p/m" }, { id: "q/m" }],
  scorers: [
    { name: "equals", identity: { type: "equals" } },
    { name: "brief", identity: { type: "assert-metric" } },
  ],
  repeats: 1,
} as unknown as Manifest;

async function* rowsOf(scores: readonly (number | null)[]): AsyncGenerator<Row> {
  for (const variant of ["p/m", "q/m"])
    for (const [place, value] of scores.entries())
      yield {
        trial: { variant, case: { id: `c${place}`, vars: {} }, repeat: 0 },
        outcome: { status: "completed" },
        scores: { equals: { value }, brief: { value } },
      } as unknown as Row;
}

async function results(scores: readonly (number | null)[], metric: string, exempt: readonly string[] = []) {
  const threshold = { thresholds: [{ metric, least: 0.8 }], caseThresholds: [], exempt };
  return (await thresholdChecks(MANIFEST, rowsOf(scores), threshold)).map(({ result }) => result);
}

test.each([
  ["every variant is held, the baseline too", [0, 1, 0, 0], "equals", ["failed", "failed"]],
  [
    "answers without a score that could turn it leave it undecided",
    [1, 1, null, null],
    "equals",
    ["undecided", "undecided"],
  ],
  [
    "answers without a score that cannot turn it change nothing",
    [1, 1, 1, 1, 1, 1, 1, null],
    "equals",
    ["passed", "passed"],
  ],
  ["a mean below the threshold fails, with any missing scores", [0, 1, null], "equals", ["failed", "failed"]],
  ["a metric of some of the cases needs no score on the others", [1, 1, null, null], "brief", ["passed", "passed"]],
  ["no score at all fails", [null, null], "equals", ["failed", "failed"]],
])("%s", async (_, scores, metric, wanted) => {
  expect(await results(scores, metric)).toEqual(wanted);
});

test("a variant that is exempt has no check", async () => {
  expect(await results([0, 0], "equals", ["p/m"])).toEqual(["failed"]);
});
