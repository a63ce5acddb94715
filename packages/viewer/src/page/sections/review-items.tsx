import type { JSX } from "preact";
import type { Review } from "../../data/page-data.ts";
import { count } from "../../models/format.ts";
import { useReviewLabels } from "../hooks/use-review-labels.ts";
import { Untrusted } from "../parts/untrusted.tsx";
import type { RunSource } from "../sources/run-source.ts";
import { ReviewItemView } from "./review-item.tsx";

export interface ReviewItemsProps {
  readonly source: RunSource;
  readonly annotator: string;
  readonly review: Review;
}

/** One item at a time, with its keys; a label is stored at once. */
export function ReviewItems({ source, annotator, review }: ReviewItemsProps): JSX.Element {
  const { items, scale, metric, criteria } = review;
  const { place, label, done, problem, give, change } = useReviewLabels(source, annotator, review);
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
        onChange={change}
      />
    </>
  );
}
