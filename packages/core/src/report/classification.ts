/** A share with its 95 % interval. */
export interface ClassRate {
  /** Null without a denominator, such as the precision of a label that no answer gave. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** How well one variant finds one label. Counts are answers; repeats of a case count each. */
export interface ClassResult {
  readonly label: string;
  /** Number of answers with this expected label, with this given label, and with both. */
  readonly expected: number;
  readonly given: number;
  readonly hits: number;
  /** hits / given. */
  readonly precision: ClassRate;
  /** hits / expected. */
  readonly recall: ClassRate;
  /** Harmonic mean of precision and recall. */
  readonly f1: ClassRate;
  /** How the intervals were computed. */
  readonly method: string;
}

export interface VariantClasses {
  readonly variant: string;
  /** Answers that were compared with an expected label. Failed trials are not included; `failed` counts them. */
  readonly n: number;
  readonly failed: number;
  /** Answers by expected label (outer) and given label (inner), in the order of `labels`; the last inner count is answers without a label. */
  readonly confusion: readonly (readonly number[])[];
  readonly classes: readonly ClassResult[];
}

/** Expected and given labels of a scorer whose answers and references are labels (`choice`, `classifier`). */
export interface Classification {
  readonly metric: string;
  /** Sorted. */
  readonly labels: readonly string[];
  /** Empty where there are more labels than a table has room for. */
  readonly variants: readonly VariantClasses[];
}
