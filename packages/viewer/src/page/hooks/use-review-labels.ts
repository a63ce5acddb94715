import { useState } from "preact/hooks";
import type { ReviewLabel } from "@sameseed/core";
import type { Review } from "../../data/page-data.ts";
import { labelChoices, nextUnlabelled } from "../../models/label-choices.ts";
import type { RunSource } from "../sources/run-source.ts";
import { useKeys } from "./use-keys.ts";

export interface ReviewLabels {
  /** Position of the item that is shown. */
  readonly place: number;
  readonly label: ReviewLabel | null;
  /** Number of labelled items. */
  readonly done: number;
  /** Why the last label is not stored; null if it is. */
  readonly problem: string | null;
  /** Labels the item, and moves on after its first label. */
  readonly give: (value: number) => void;
  readonly change: (label: ReviewLabel | null) => void;
}

/** The labels of a review: each is stored at once, and has its key. */
export function useReviewLabels(source: RunSource, annotator: string, { items, scale }: Review): ReviewLabels {
  const [labels, setLabels] = useState<readonly (ReviewLabel | null)[]>(items.map(({ label }) => label));
  const [place, setPlace] = useState(() => nextUnlabelled(areLabelled(labels), items.length - 1));
  const [problem, setProblem] = useState<string | null>(null);
  const label = labels[place] ?? null;
  const say = (next: ReviewLabel | null, moves: boolean): void => {
    const after = labels.with(place, next);
    setLabels(after);
    source.label!({ annotator, item: items[place]!.item, label: next }).then(
      () => setProblem(null),
      (error: Error) => setProblem(error.message),
    );
    if (moves) setPlace(nextUnlabelled(areLabelled(after), place));
  };
  const give = (value: number): void =>
    say({ value, note: label?.note ?? "", isFlagged: label?.isFlagged ?? false }, label === null);
  const keys = {
    ...Object.fromEntries(labelChoices(scale).map(({ key, value }) => [key, () => give(value)])),
    j: () => setPlace(Math.min(items.length - 1, place + 1)),
    k: () => setPlace(Math.max(0, place - 1)),
    x: () => label !== null && say({ ...label, isFlagged: !label.isFlagged }, false),
  };
  useKeys(keys, { isFirst: true });
  const done = areLabelled(labels).filter(Boolean).length;
  return { place, label, done, problem, give, change: (next) => say(next, false) };
}

function areLabelled(labels: readonly (ReviewLabel | null)[]): readonly boolean[] {
  return labels.map((label) => label !== null);
}
