import type { HumanLabel } from "@sameseed/core";
import { CellReview, decodeCells } from "./cells.ts";

/** The labels of one answer as bits of `CellReview`. */
export function reviewBits(labels: readonly HumanLabel[]): number {
  return labels.reduce(
    (bits, { note = "", flagged = false }) =>
      bits | CellReview.labelled | (note === "" ? 0 : CellReview.commented) | (flagged ? CellReview.flagged : 0),
    0,
  );
}

/** Encoded cells with the labels of now, by the index of the trial. The bytes are changed in place. */
export function writeReview(
  bytes: Uint8Array<ArrayBuffer>,
  labels: ReadonlyMap<number, readonly HumanLabel[]>,
): Uint8Array<ArrayBuffer> {
  const { review, caseNumbers, repeats, variants } = decodeCells(bytes);
  const perCase = repeats * variants.length;
  review.fill(0);
  for (const [index, said] of labels) {
    const position = caseNumbers.indexOf(Math.floor(index / perCase));
    if (position !== -1) review[position * perCase + (index % perCase)] = reviewBits(said);
  }
  return bytes;
}
