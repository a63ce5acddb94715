import { expect, test } from "vitest";
import { gapChecks, missingVariants, missingCases, missingTrials, type Side } from "./gap.ts";
import { exitCodeOf } from "./gate.ts";

function side(label: string, variants: readonly string[], scorers: readonly string[] = ["equals"]): Side {
  return { label, variants: variants.map((id) => ({ id })), scorers: scorers.map((name) => ({ name })) };
}

test.each([
  ["a variant that was filtered out", side("old", ["p/m", "q/m"]), side("new", ["p/m"]), ["variant q/m"]],
  ["a prompt with a new name", side("old", ["p/m", "q/m"]), side("new", ["p/m", "q2/m"]), ["variant q/m"]],
  ["the only prompt with a new name", side("old", ["p/m"]), side("new", ["p2/m"]), ["variant p/m"]],
  ["a metric", side("old", ["p/m"], ["equals", "brief"]), side("new", ["p/m"], ["equals"]), ["metric brief"]],
  ["nothing, where something is new", side("old", ["p/m"]), side("new", ["p/m", "q/m"], ["equals", "brief"]), []],
])("a missing part: %s", (_, before, after, names) => {
  expect(missingVariants(before, after, {}).map(({ name }) => name)).toEqual(names);
});

test("an explicit baseline is compared with variants of other names, not with variants of its own name", () => {
  const before = side("old", ["p/m"]);
  expect(missingVariants(before, side("new", ["q/m"]), { baseline: "p/m" })).toEqual([]);
  expect(missingVariants(side("old", ["p/m", "q/m"]), side("new", ["p/m"]), { baseline: "p/m" })).toHaveLength(1);
});

test("a gate with an explicit metric does not miss others", () => {
  const [before, after] = [side("old", ["p/m"], ["equals", "brief"]), side("new", ["p/m"], ["equals"])];
  expect(missingVariants(before, after, { metric: "equals" })).toEqual([]);
});

test("a missing A/A control is not a missing variant", () => {
  const before = { ...side("old", []), variants: [{ id: "p/m" }, { id: "p/m (A/A)", control: true }] };
  expect(missingVariants(before, side("new", ["p/m"]), {})).toEqual([]);
});

const size = { repeats: 1, cases: { dataset: "d", count: 6, hash: "h", hashes: null, varNames: [] } };

test("trials that cases exclude are not missing", () => {
  const counts = { planned: 12, completed: 9, truncated: 0, refused: 0, failed: 0 };
  const cases = { ...size.cases, excluded: { "p/m": 2, "p/n": 1 } };
  expect(missingTrials({ runId: "r2", repeats: 1, cases, counts }, 9)).toEqual([]);
});

test("cases and trials are counted, and undecided as checks", () => {
  const counts = { planned: 12, completed: 9, truncated: 0, refused: 0, failed: 0 };
  const gaps = [
    ...missingCases({ before: 1200, matched: 1160 }, ["the baseline", "r2"]),
    ...missingTrials({ runId: "r2", ...size, counts }, 9),
  ];
  expect(gaps.map(({ message }) => message)).toEqual([
    "40 of 1,200 cases of the baseline are not in r2 with the same content: left out.",
    "3 of 12 planned trials of r2 have no answer: the run is not complete.",
  ]);
  expect(exitCodeOf(gapChecks(gaps))).toBe(3);
  expect(missingCases({ before: 5, matched: 5 }, ["a", "b"])).toEqual([]);
  expect(missingTrials({ runId: "r2", ...size, counts }, 12)).toEqual([]);
});

test("a run that its sequential rule ended is complete", () => {
  const counts = { planned: 12, completed: 9, truncated: 0, refused: 0, failed: 0 };
  const sequential = { metric: "score", alpha: 0.05, plannedCases: 12, method: null, stoppedAt: 9 };
  expect(missingTrials({ runId: "r", ...size, counts, sequential }, 9)).toEqual([]);
});
