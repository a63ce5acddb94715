import type { StoredLabel } from "@sameseed/core";

/** Labels in the order in which they are stored: by answer, item and person, whoever wrote them when. */
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
