/** A range with an upper end that may be unknown. */
export interface PlannedRange {
  readonly low: number;
  readonly high: number | null;
}

export interface PlannedVariant {
  readonly variant: string;
  readonly requests: number;
  /** True for a recorded or embedded model: it answers locally, and no request is sent. */
  readonly isAnsweredHere?: true;
  readonly promptTokens: number;
  readonly completionTokens: PlannedRange;
  /** US dollars; null when the price is unknown. */
  readonly costUsd: PlannedRange | null;
}

/** Judge requests of a scorer. */
export interface PlannedJudge {
  readonly scorer: string;
  /** The judge's id. */
  readonly judge: string;
  /** Expected number, including repeated verdicts. Embedded judges cost nothing. */
  readonly requests: number;
  readonly isFree: boolean;
}

/** Requests and detectable difference for a number of repeats. */
export interface PlannedPower {
  readonly repeats: number;
  /** The smallest difference that the planned cases find; null where they find none. */
  readonly mde: number | null;
  /** Cases needed to detect the requested difference, and their requests; null without a requested difference. */
  readonly cases: number | null;
  readonly requests: number | null;
  /** Share of the squared standard error that more repeats would remove; null where unknown. */
  readonly noiseShare: number | null;
}

/** A design that detects the requested difference, and its size. */
export interface PlannedDesign {
  /**
   * `unpaired`: each variant answers different cases; `detect`: sequential, with a stop for futility;
   * `prune`: drops worse variants, to find the best; `covariate`: with a past run.
   */
  readonly kind: "unpaired" | "paired" | "sequential" | "detect" | "prune" | "covariate";
  readonly repeats: number;
  /** Cases of each variant, at most. */
  readonly cases: number;
  /** Requests at most. */
  readonly requests: number;
  /** Average number of requests if the difference is the requested one. */
  readonly meanRequests: number;
  /** Average number of requests without a difference. */
  readonly withoutDifference: number;
}

/** One assumption on how much two variants differ from case to case. */
export interface PlannedScenario {
  /** The pilot's variant; null where a discordance is assumed. */
  readonly variant: string | null;
  /** Share of cases that one variant passes and the other does not; null for scores and means of repeats. */
  readonly discordance: number | null;
  /** Standard deviation of the case differences at the planned repeats; null if `discordance` is used instead. */
  readonly sdDifference: number | null;
  readonly power: readonly PlannedPower[];
  /** The cheapest first; empty if no difference was requested or no design detects it. */
  readonly designs: readonly PlannedDesign[];
  readonly advice: "more cases" | "more repeats" | "either" | null;
}

/** Estimated requests, tokens and cost of a run, and its detectable difference, before anything is sent. */
export interface RunPlan {
  readonly name: string;
  readonly cases: number;
  readonly repeats: number;
  readonly requests: number;
  readonly variants: readonly PlannedVariant[];
  /** Empty without judges. Their tokens and cost are in no other figure. */
  readonly judges: readonly PlannedJudge[];
  /** Of the variants' requests. */
  readonly costUsd: PlannedRange | null;
  readonly priceTable: string | null;
  /** How prompt tokens were counted, and on how many of the cases. */
  readonly tokens: { readonly encoding: string; readonly countedCases: number };
  /** Level and power of the sizes; each of the comparisons gets alpha / comparisons. */
  readonly alpha: number;
  readonly powerLevel: number;
  readonly comparisons: number;
  /** The requested difference; null without one. */
  readonly detect: number | null;
  readonly pilot: { readonly runId: string; readonly cases: number; readonly repeats: number } | null;
  readonly scenarios: readonly PlannedScenario[];
  /** Such a run cannot end early: prompts have phrasings, cases share clusters, or cases are for some variants only. */
  readonly isFixedSize?: boolean;
  readonly notes: readonly string[];
}

/** Sums of the ends; an unknown upper end makes the sum's unknown. */
export function addRanges(ranges: readonly PlannedRange[]): PlannedRange {
  return ranges.reduce(
    (sum, { low, high }) => ({ low: sum.low + low, high: sum.high === null || high === null ? null : sum.high + high }),
    { low: 0, high: 0 } as PlannedRange,
  );
}
