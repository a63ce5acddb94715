/** The log strength of a variant with its 95 % interval; the mean over the variants is 0. */
export interface RatingEstimate {
  /** A difference of two is the log odds that the one wins a pair against the other. */
  readonly logStrength: number;
  readonly low: number;
  readonly high: number;
}

/** A variant among the others: pairs are its answers against theirs to the same case. */
export interface VariantRating {
  readonly variant: string;
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Null where no finite one exists; see `RatingReport.reason`. */
  readonly rating: RatingEstimate | null;
  /** At equal style: length and Markdown. Null where not estimated. */
  readonly styled: RatingEstimate | null;
}

/** The effect of style on a pair, in log odds per unit of the relative difference (a - b) / (a + b). */
export interface StyleEffect {
  readonly style: "length" | "markdown";
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Bradley-Terry ratings of three or more variants on one metric: a view, on which no verdict rests. */
export interface RatingReport {
  readonly metric: string;
  readonly cases: number;
  readonly clusters: number;
  /** The only variant with which a pairwise judge compared the others: only those pairs count. Null for all pairs. */
  readonly rival: string | null;
  /** By rating, the strongest first; without ratings in the order of `groups`. */
  readonly variants: readonly VariantRating[];
  /** Why there are no ratings; null if there are. */
  readonly reason: "few cases" | "disconnected" | "separated" | "not identified" | null;
  /** `separated`: groups that never lose to the next ones, the strongest first. `disconnected`: groups without a common case. */
  readonly groups: readonly (readonly string[])[];
  /** Empty where style does not differ or its effect is not identified. */
  readonly style: readonly StyleEffect[];
}
