import { wilson } from "@sameseed/stats";
import { expect, test } from "vitest";
import { sampleCells } from "../testing/sample-cells.ts";
import { determinism, identicalShare } from "./determinism.ts";

const scores = [
  [
    [1, 1],
    [1, 1],
  ],
  [
    [1, 1],
    [1, 1],
  ],
  [
    ["failed", 1],
    ["failed", 1],
  ],
] as const;
/** By case, repeat, variant; the second variant is the first one's control. */
const answers = [
  [
    ["x", "x"],
    ["x", "x"],
  ],
  [
    ["x", "x"],
    ["y", "z"],
  ],
  [
    ["", "x"],
    ["", "x"],
  ],
];
const CELLS = sampleCells({ scores, answers });

test("the control shares seeds with its original; repeats do not share them", () => {
  const [original, control] = determinism(CELLS, { seedPolicy: "derived", twinOf: [-1, 0] });
  expect(original!.sameSeed.cases).toBe(0);
  expect(original!.otherSeed).toEqual({ cases: 2, identical: 1, examples: [[4, 6]] });
  expect(control!.sameSeed).toEqual({ cases: 2, identical: 1, examples: [[6, 7]] });
  expect(control!.otherSeed).toMatchObject({ cases: 3, identical: 2 });
});

test("repeats under a fixed seed are draws of the same seed", () => {
  const [original] = determinism(CELLS, { seedPolicy: "fixed", twinOf: [-1, -1] });
  expect(original).toMatchObject({ sameSeed: { cases: 2, identical: 1 }, otherSeed: { cases: 0 } });
});

test("without a seed no trials share one", () => {
  const found = determinism(CELLS, { seedPolicy: "none", twinOf: [-1, 0] });
  expect(found.map(({ sameSeed }) => sameSeed.cases)).toEqual([0, 0]);
});

test.each([
  [0, 1],
  [1, 1],
  [3, 8],
  [199, 200],
])("%i identical cases of %i have the share and interval of Wilson", (identical, cases) => {
  const { estimate, lo, hi } = identicalShare({ identical, cases, examples: [] });
  const expected = wilson(identical, cases);
  expect(estimate).toBe(expected.estimate);
  expect(lo).toBeCloseTo(expected.lo, 14);
  expect(hi).toBeCloseTo(expected.hi, 14);
});
