import { expect, test } from "vitest";
import { sampleCells } from "../testing/sample-cells.ts";
import { caseTotals } from "./case-totals.ts";

const CELLS = sampleCells({
  scores: [
    [[1, 0]], //
    [["failed", 1]],
    [[null, 1]],
  ],
  costUsd: [0.001, 0.002, NaN, 0.004, 0.003, NaN],
  latencyMs: [10, 20, NaN, 40, 30, 60],
});

test("adds up the shown cases by variant: failed trials as 0, without unscored and unpriced ones", () => {
  const [first, second] = caseTotals(CELLS, Uint32Array.of(0, 1, 2), 0);
  expect(first).toMatchObject({ sum: 1, cases: 2, failed: 1, medianMs: 20 });
  expect(first!.costPerThousandUsd).toBeCloseTo((1000 * (0.001 + 0.003)) / 3);
  expect(second).toMatchObject({ sum: 2, cases: 3, failed: 0, medianMs: 40 });
  expect(second!.costPerThousandUsd).toBeNull(); // as on the board: the cost of one answer is not known
});

test("an empty selection has no cost and no time", () => {
  expect(caseTotals(CELLS, new Uint32Array(), 0)[0]).toEqual({
    sum: 0,
    cases: 0,
    failed: 0,
    costPerThousandUsd: null,
    medianMs: null,
  });
});
