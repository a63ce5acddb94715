import { expect, test } from "vitest";
import { sampleCells } from "../testing/sample-cells.ts";
import { determinism } from "./determinism.ts";

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

test("without a seed nothing shares one", () => {
  const found = determinism(CELLS, { seedPolicy: "none", twinOf: [-1, 0] });
  expect(found.map(({ sameSeed }) => sameSeed.cases)).toEqual([0, 0]);
});
