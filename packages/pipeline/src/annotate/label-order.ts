import type { StoredLabel } from "@sameseed/core";

/** Labels in the order of storage: by answer, item and person, for any order of writing. */
export function inOrder(labels: readonly StoredLabel[]): readonly StoredLabel[] {
  return labels.toSorted(
    (left, right) =>
      left.answers[0].index - right.answers[0].index ||
      compare(left.item, right.item) ||
      compare(left.annotator, right.annotator),
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
