import { expect, test } from "vitest";
import { sampleCells } from "../testing/sample-cells.ts";
import { pairCases } from "./pair-cases.ts";

const CELLS = sampleCells({ scores: [[[1, 1]], [[0, 1]], [[1, 0]], [[0.5, 0]], [[null, 1]], [[0.5, 1]]] });

test("lists discordant cases first: B's losses, then its wins, larger differences before smaller ones", () => {
  const { cases, ...counter } = pairCases(CELLS, [0, 1], 0);
  expect(cases.map(({ position }) => position)).toEqual([2, 3, 1, 5, 4, 0]);
  expect(counter).toEqual({ lost: 2, won: 2, tied: 1, unscored: 1 });
});

test("swapping A and B swaps lost and won", () => {
  const forth = pairCases(CELLS, [0, 1], 0);
  const back = pairCases(CELLS, [1, 0], 0);
  expect([back.lost, back.won, back.tied]).toEqual([forth.won, forth.lost, forth.tied]);
});
