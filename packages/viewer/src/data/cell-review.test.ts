import type { HumanLabel } from "@sameseed/core";
import { expect, test } from "vitest";
import { sampleRun } from "../testing/sample-run.ts";
import { reviewBits, writeReview } from "./cell-review.ts";
import { CellReview, cellAt, decodeCells, encodeCells } from "./cells.ts";
import { CellsBuilder } from "./cells-builder.ts";

const LABEL: HumanLabel = { metric: "m", annotator: "ana", scale: "pass-fail", value: 1 };

test.each<readonly [string, readonly HumanLabel[], number]>([
  ["nobody", [], 0],
  ["one label", [LABEL], CellReview.labelled],
  ["an empty comment", [{ ...LABEL, note: "" }], CellReview.labelled],
  [
    "a comment of one and a flag of another",
    [
      { ...LABEL, note: "short" },
      { ...LABEL, flagged: true },
    ],
    7,
  ],
])("the labels of an answer are bits: %s", (_, labels, bits) => {
  expect(reviewBits(labels)).toBe(bits);
});

test("writes current labels into encoded cells, without removed ones", () => {
  // cases 1 and 7 of nine, two repeats, two variants: trial 30 is case 7, repeat 1, the first variant
  const { manifest, rows } = sampleRun({ cases: 9, repeats: 2 });
  const builder = new CellsBuilder(manifest, ["score"]);
  for (const number of [1, 7]) builder.addCase(rows.slice(4 * number, 4 * number + 4));
  const bytes = encodeCells(builder.cells());
  writeReview(bytes, new Map([[4, [LABEL]]]));
  const { review, ...cells } = decodeCells(
    writeReview(
      bytes,
      new Map([
        [30, [{ ...LABEL, flagged: true }]],
        [0, [LABEL]],
      ]),
    ),
  );
  expect(review[cellAt(cells, [1, 1, 0])]).toBe(CellReview.labelled | CellReview.flagged);
  expect(review.filter((bits) => bits !== 0)).toHaveLength(1);
});
