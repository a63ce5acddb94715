import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ReviewLabel } from "@sameseed/core";
import type { Review } from "../../data/page-data.ts";
import { count } from "../../models/format.ts";
import { labelChoices, nextUnlabelled } from "../../models/label-choices.ts";
import { useKeys } from "../hooks/use-keys.ts";
import { Untrusted } from "../parts/untrusted.tsx";
import { saveLabel } from "../sources/server-source.ts";
import { ReviewItemView } from "./review-item.tsx";

export interface ReviewItemsProps {
  readonly run: string;
  readonly annotator: string;
  readonly review: Review;
}

/** One item at a time, with its keys; what is said is stored at once. */
export function ReviewItems({ run, annotator, review }: ReviewItemsProps): JSX.Element {
  const { items, scale, metric, criteria } = review;
  const [labels, setLabels] = useState<readonly (ReviewLabel | null)[]>(items.map(({ label }) => label));
  const [place, setPlace] = useState(() =>
    nextUnlabelled(
      labels.map((label) => label !== null),
      items.length - 1,
    ),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const done = labels.filter((label) => label !== null).length;
  const label = labels[place] ?? null;
  const say = (next: ReviewLabel | null, moves: boolean): void => {
    const after = labels.with(place, next);
    setLabels(after);
    saveLabel(run, { annotator, item: items[place]!.item, label: next }).then(
      () => setProblem(null),
      (error: Error) => setProblem(error.message),
    );
    if (moves)
      setPlace(
        nextUnlabelled(
          after.map((one) => one !== null),
          place,
        ),
      );
  };
  const give = (value: number): void =>
    say({ value, note: label?.note ?? "", isFlagged: label?.isFlagged ?? false }, label === null);
  useKeys({
    ...Object.fromEntries(labelChoices(scale).map(({ key, value }) => [key, () => give(value)])),
    j: () => setPlace(Math.min(items.length - 1, place + 1)),
    k: () => setPlace(Math.max(0, place - 1)),
    x: () => label !== null && say({ ...label, isFlagged: !label.isFlagged }, false),
  });
  return (
    <>
      <p class="note">
        {count(done)} of {count(items.length)} labelled for <Untrusted text={metric} />.{" "}
        {done === items.length ? "All done: the reports hold the labels when they are next opened. " : ""}
        <kbd>j</kbd> <kbd>k</kbd> next and previous, <kbd>x</kbd> flags.
      </p>
      <progress max={items.length} value={done} aria-label="Labelled" />
      {criteria !== null && (
        <p class="note">
          <Untrusted text={criteria} />
        </p>
      )}
      {problem !== null && (
        <p class="note" role="alert">
          <span class="caution">!</span> Not stored: {problem}
        </p>
      )}
      <ReviewItemView
        key={items[place]!.item}
        item={items[place]!}
        {...{ scale, label }}
        onGive={give}
        onChange={(next) => say(next, false)}
      />
    </>
  );
}
