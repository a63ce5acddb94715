import type { Fairness, VariantComparison } from "./comparison.ts";
import type { JudgeAudit } from "./judge-audit.ts";
import type { LatencyComparison, LatencyReport } from "./latency.ts";
import type { PhrasingDifference, PhrasingReport } from "./phrasings.ts";
import type { Recommendation } from "./recommendation.ts";
import type { AggregateReport, Report } from "./report.ts";
import type { SliceReport, SliceWarning } from "./slices.ts";

/** Fairness with its reasons as sentences. */
export interface WordedFairness extends Omit<Fairness, "reasons"> {
  /** Reasons against fairness, each a sentence; empty if fair. */
  readonly reasons: readonly string[];
}

export interface WordedComparison extends Omit<VariantComparison, "fairness"> {
  readonly fairness: WordedFairness;
  /** The conclusion as a sentence. */
  readonly conclusion: string;
}

export interface WordedAggregateReport extends Omit<AggregateReport, "comparisons"> {
  readonly comparisons: readonly WordedComparison[];
}

export interface WordedRecommendation extends Recommendation {
  /** In words. */
  readonly text: string;
}

export interface WordedSliceWarning extends SliceWarning {
  /** In words. */
  readonly text: string;
}

export interface WordedSliceReport extends Omit<SliceReport, "warnings"> {
  readonly warnings: readonly WordedSliceWarning[];
}

export interface WordedPhrasingDifference extends Omit<PhrasingDifference, "fairness"> {
  readonly fairness: WordedFairness;
  /** The conclusion as a sentence. */
  readonly text: string;
}

export interface WordedPhrasingReport extends Omit<PhrasingReport, "comparisons"> {
  readonly comparisons: readonly WordedPhrasingDifference[];
}

export interface WordedLatencyComparison extends LatencyComparison {
  /** The conclusion as a sentence. */
  readonly conclusion: string;
}

export interface WordedLatencyReport extends Omit<LatencyReport, "comparisons"> {
  readonly comparisons: readonly WordedLatencyComparison[];
}

export interface WordedJudgeAudit extends Omit<JudgeAudit, "caveats"> {
  /** All of it in words, each figure with its n and interval. */
  readonly sentences: readonly string[];
  /** Reasons against comparisons that use this judge, each a sentence. */
  readonly caveats: readonly string[];
}

/** A report with its sentences, as in `report.json` and on the page. */
export interface WordedReport extends Omit<
  Report,
  "comparisons" | "recommendation" | "phrasings" | "slices" | "aggregates" | "latency" | "judges"
> {
  /** Every variant against the baseline, on every metric. */
  readonly comparisons: readonly WordedComparison[];
  /** The recommended variants; absent with fewer than three variants. */
  readonly recommendation?: WordedRecommendation | undefined;
  /** Comparisons over the phrasings of prompts; absent if no prompt has phrasings. */
  readonly phrasings?: WordedPhrasingReport | undefined;
  /** Comparisons within groups of cases that share a value; absent without slice keys. */
  readonly slices?: WordedSliceReport | undefined;
  /** Metrics over all answers, such as pass@k and BLEU; absent for a run without such metrics. */
  readonly aggregates?: WordedAggregateReport;
  /** Latencies; absent unless the run measured latency. */
  readonly latency?: WordedLatencyReport;
  /** One audit per judge model and per metric with labels by people; absent without any. */
  readonly judges?: readonly WordedJudgeAudit[] | undefined;
}
