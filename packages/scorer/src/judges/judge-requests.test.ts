import { expect, test } from "vitest";
import type { ScorerSpec } from "../specs/scorer-spec.ts";
import { scorerFromSpec } from "../testing/scorer-from-spec.ts";

const CASE = { id: "a", vars: { question: "?", context: "c" }, expected: "x" };

test.each<[ScorerSpec, number]>([
  [{ "llm-rubric": { rubric: "good" } }, 3 * 1.1],
  [{ "llm-rubric": { rubric: "good", retest: 0 } }, 3],
  [{ closedqa: { criteria: "good", retest: 0.5 } }, 3 * 1.5],
  [{ "g-eval": { criteria: ["short", "kind"], steps: ["read"] } }, 3 * 2 * 1.1],
  ["context-faithfulness", 3 * 2.1],
  [{ "select-best": { criteria: "best" } }, 1.1],
  ["pairwise", 2 * 2.1],
  [
    { "assert-set": { scorers: ["equals", { "llm-rubric": { rubric: "a" } }, { closedqa: { criteria: "b" } }] } },
    6 * 1.1,
  ],
])("%j sends %d judge requests for the answers of three variants", (spec, wanted) => {
  expect(scorerFromSpec(spec).judgeRequests!(CASE, 3)).toBeCloseTo(wanted, 10);
});

test("counts the scorers of a case, and has no number for a case without judge requests", () => {
  const scorers = [{ "llm-rubric": { rubric: "a", retest: 0 } }];
  expect(scorerFromSpec("assert").judgeRequests!({ ...CASE, scorers }, 2)).toBe(2);
  expect(scorerFromSpec("assert").judgeRequests!(CASE, 2)).toBe(0);
  expect(scorerFromSpec("equals").judgeRequests).toBeUndefined();
});
