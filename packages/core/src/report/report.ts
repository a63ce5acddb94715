import type { Backend } from "../model/backend.ts";
import type { Classification } from "./classification.ts";
import type { FactorEffect, VariantComparison } from "./comparison.ts";
import type { JudgeAudit } from "./judge-audit.ts";
import type { LatencyReport } from "./latency.ts";
import type { PhrasingReport } from "./phrasings.ts";
import type { RatingReport } from "./ratings.ts";
import type { Recommendation } from "./recommendation.ts";
import type { SliceReport } from "./slices.ts";
import type { Manifest } from "../record/manifest.ts";
import type { Row } from "../record/row.ts";

/** A mean with its n and interval, without which it is never shown. */
export interface Estimate {
  /** Null without scores. */
  readonly mean: number | null;
  /** Ends of the 95 % interval; null when the data give none (n = 1, unbounded). */
  readonly low: number | null;
  readonly high: number | null;
  /** Standard deviation over cases; null below two cases. */
  readonly sd: number | null;
  /** Cases with a score, after repeats were averaged: the unit of analysis. */
  readonly n: number;
  /** How the interval was computed, e.g. `Wilson`, `t`. */
  readonly method: string;
}

/** One variant on one metric: a line of `summary.csv`. */
export interface MetricSummary extends Estimate {
  readonly metric: string;
  /** Answers with a null score: the scorer could not decide. */
  readonly unscored: number;
  /**
   * US dollars for one correct answer: the variant's cost over the sum of its scores. Null without a correct
   * answer; absent with an unknown price.
   */
  readonly costPerCorrectUsd?: number | null;
}

/** Values of all answers of a variant together that are not their means: pass@k, pass^k, metrics of the corpus. */
export interface AggregateReport {
  readonly summaries: readonly (MetricSummary & { readonly variant: string })[];
  /** Every variant against the baseline, on every such metric. */
  readonly comparisons: readonly VariantComparison[];
}

/** A backend of a variant, with its first and its last answer. A part that the service does not report is null. */
export interface BackendSpan extends Backend {
  readonly answers: number;
  /** ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
}

export interface VariantSummary {
  readonly variant: string;
  readonly prompt: string;
  readonly model: string;
  readonly trials: number;
  readonly completed: number;
  readonly truncated: number;
  readonly refused: number;
  readonly failed: number;
  /** Failed trials by the kind of their error; absent where none failed. */
  readonly failures?: Readonly<Record<string, number>>;
  readonly cached: number;
  /**
   * Cases and answers of a variant whose repeats had the same text for each case although their seeds differ;
   * absent otherwise.
   */
  readonly unsampled?: { readonly cases: number; readonly answers: number };
  /** Number of answers whose reasoning was moved out of the text, by tag; absent if there are none. */
  readonly reasoningTags?: Readonly<Record<string, number>>;
  /** Answers without text for which the service sent only reasoning; absent if there are none. */
  readonly onlyReasoning?: { readonly answers: number; readonly truncated: number };
  readonly metrics: readonly MetricSummary[];
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** Sum over trials; null when any price is unknown. */
  readonly costUsd: number | null;
  /** Cost of the judge requests for its rows; null if a price is unknown, absent without judge requests. */
  readonly judgeCostUsd?: number | null;
  /** Median over answered trials that were not cached. */
  readonly latencyMsP50: number | null;
  readonly latencyMsP95: number | null;
  /** Distinct system fingerprints seen, with how many answers each. */
  readonly fingerprints: Readonly<Record<string, number>>;
  /** The backends that made themselves known, in the order of their first answers. */
  readonly backends: readonly BackendSpan[];
}

/** The report of a run, computed only from its manifest and rows. */
export interface Report {
  readonly manifest: Manifest;
  readonly variants: readonly VariantSummary[];
  /** Every variant against the baseline, on every metric. */
  readonly comparisons: readonly VariantComparison[];
  /** Effects of prompts and models, if every prompt runs with every model and there are two or more of each. */
  readonly factors: readonly FactorEffect[];
  /** The recommended variants; absent with fewer than three variants. */
  readonly recommendation?: Recommendation | undefined;
  /** Ratings of three or more variants, which no verdict depends on; absent for fewer, and in sequential runs. */
  readonly ratings?: RatingReport | undefined;
  /** Comparisons over the phrasings of prompts; absent if no prompt has phrasings. */
  readonly phrasings?: PhrasingReport | undefined;
  /** Comparisons within groups of cases that share a value; absent without slice keys. */
  readonly slices?: SliceReport | undefined;
  /** Metrics over all answers, such as pass@k and BLEU; absent for a run without such metrics. */
  readonly aggregates?: AggregateReport;
  /** One entry per scorer whose answers are labels; absent without such scorers. */
  readonly classifications?: readonly Classification[] | undefined;
  /** Latencies; absent unless the run measured latency. */
  readonly latency?: LatencyReport;
  /** One audit per judge model and per metric with labels by people; absent without any. */
  readonly judges?: readonly JudgeAudit[] | undefined;
}

/** Receives the rows in table order, then the report. */
export interface Reporter {
  row?(row: Row): void | Promise<void>;
  end?(report: Report): void | Promise<void>;
}
