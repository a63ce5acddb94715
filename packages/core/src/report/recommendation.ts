/** One variant as a choice, with its score, cost and time. */
export interface Choice {
  readonly variant: string;
  readonly mean: number | null;
  /** Ends of the 95 % interval of its mean. */
  readonly low: number | null;
  readonly high: number | null;
  /** US dollars for 1,000 trials; null where a price is unknown. */
  readonly costPerThousandUsd: number | null;
  readonly latencyMsP50: number | null;
  /**
   * `best`: in the set that contains the best. `frontier`: worse, but cheaper or faster than all that are
   * better. `dominated`: neither.
   */
  readonly standing: "best" | "frontier" | "dominated";
}

/** Which of three or more variants to take, on one metric. */
export interface Recommendation {
  readonly metric: string;
  /** The set `best` contains the truly best variant with this confidence. */
  readonly confidence: number;
  /** The variant with the highest mean. */
  readonly top: string;
  /** Variants that are not distinguishable from the best, `top` first, then by mean. */
  readonly best: readonly string[];
  /** The cheapest and the fastest of them; null where costs or times are unknown or all equal. */
  readonly cheapest: string | null;
  readonly fastest: string | null;
  /** All variants that were compared, by mean. */
  readonly choices: readonly Choice[];
  /** Variants that are left out, since they are not comparable with the baseline. */
  readonly leftOut: readonly string[];
}
