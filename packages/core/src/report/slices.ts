import type { Verdict } from "@sameseed/stats";

/** The cases that share a value of a metadata or vars key. */
export interface Slice {
  /** The value as text, or the range of a quantile bin; `(missing)` for cases without a value. */
  readonly name: string;
  readonly cases: number;
  readonly isMissing: boolean;
}

export interface SliceKey {
  readonly key: string;
  /** `quantiles`: numbers with many values, in bins of about equal size. */
  readonly kind: "values" | "quantiles";
  /** Values in the order of their first case, bins by size; missing values last. */
  readonly slices: readonly Slice[];
}

/** Two variants on one metric in one slice: a line of `slices.csv`. Differences are B - A, and A is the baseline. */
export interface SliceComparison {
  readonly key: string;
  readonly slice: string;
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  /** Cases with a score of both. */
  readonly n: number;
  readonly meanA: number | null;
  readonly meanB: number | null;
  readonly estimate: number | null;
  /** Ends of the 95 % interval, per comparison; null without an interval. */
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
  /** Holm over all slices of all keys and variants on the metric. */
  readonly pAdjusted: number | null;
  /** Cases where the two differ. */
  readonly nonTied: number;
  readonly method: string;
  /** On the adjusted p. Null where the variants are not comparable. */
  readonly verdict: Verdict | null;
  /** Cases of the slice that would show the difference seen (with 80 % power); null where it is decided or unknown. */
  readonly casesNeeded: number | null;
}

/** Whether a difference depends on the slice. */
export interface SliceInteraction {
  readonly key: string;
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  /** Slices with 6 cases or more, which the test compares. */
  readonly slices: number;
  /** Null where fewer than two slices are large enough, or in a sequential run. */
  readonly p: number | null;
  /** Holm over the keys and variants on the metric. */
  readonly pAdjusted: number | null;
  readonly method: string;
}

/** A slice that contradicts the overall difference. */
export interface SliceWarning {
  readonly key: string;
  readonly slice: string;
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  readonly n: number;
  readonly meanA: number;
  readonly meanB: number;
  /** `proven`: the slice has its own verdict after correction. `suspected`: its p before correction is at most 0.05. */
  readonly strength: "proven" | "suspected";
  /** Direction of the slice's difference. */
  readonly direction: "worse" | "better";
}

/** Comparisons by slice. */
export interface SliceReport {
  readonly keys: readonly SliceKey[];
  readonly comparisons: readonly SliceComparison[];
  readonly interactions: readonly SliceInteraction[];
  readonly warnings: readonly SliceWarning[];
  /** Requested keys that cannot be used for slices, with the reason. */
  readonly omitted: readonly { readonly key: string; readonly reason: string }[];
}
