import {
  type AggregateReport,
  isPlainNumber,
  type JudgeAudit,
  type LatencyReport,
  type PhrasingFairness,
  type PhrasingReport,
  type Report,
  type SliceReport,
  type VariantComparison,
  type WordedAggregateReport,
  type WordedComparison,
  type WordedFairness,
  type WordedJudgeAudit,
  type WordedLatencyReport,
  type WordedPhrasingReport,
  type WordedReport,
  type WordedSliceReport,
} from "@sameseed/core";
import { conclusionOf, PLAIN_NUMBERS, type Unit } from "./conclusion.ts";
import { judgeSentences } from "./judge-sentences.ts";
import { latencyConclusionOf } from "./latency-conclusion.ts";
import { phrasingConclusion } from "./phrasing-text.ts";
import { reasonText } from "./reason-text.ts";
import { recommendationText } from "./recommendation-text.ts";
import { sliceWarningText } from "./slice-warning-text.ts";

/** A report with its sentences, which are written here and nowhere else. */
export function inWords(report: Report): WordedReport {
  const { comparisons, recommendation, phrasings, slices, aggregates, latency, judges } = report;
  const numbers: Omit<Report, "recommendation" | "phrasings" | "slices" | "aggregates" | "latency" | "judges"> = report;
  const variants = report.variants.length - controlsOf(comparisons);
  return {
    ...numbers,
    comparisons: comparisons.map(comparisonInWords),
    ...(recommendation && {
      recommendation: { ...recommendation, text: recommendationText(recommendation, variants) },
    }),
    ...(phrasings && { phrasings: phrasingsInWords(phrasings) }),
    ...(slices && { slices: slicesInWords(slices, comparisons) }),
    ...(aggregates && { aggregates: aggregatesInWords(aggregates) }),
    ...(latency && { latency: latencyInWords(latency) }),
    ...(judges && { judges: judges.map(auditInWords) }),
  };
}

/** A comparison with its conclusion and its caveats as sentences. */
export function comparisonInWords(comparison: VariantComparison): WordedComparison {
  return inUnit(comparison);
}

function inUnit(comparison: VariantComparison, unit?: Unit): WordedComparison {
  const { fairness } = comparison;
  return {
    ...comparison,
    fairness: { ...fairness, reasons: fairness.reasons.map(reasonText) },
    conclusion: conclusionOf(comparison, unit),
  };
}

/** Slices with their warnings as sentences; `overall`: the comparisons of the same pairs over all cases. */
export function slicesInWords(slices: SliceReport, overall: readonly VariantComparison[]): WordedSliceReport {
  return {
    ...slices,
    warnings: slices.warnings.map((warning) => {
      const { metric, a, b } = warning;
      const pair = overall.find((one) => one.metric === metric && one.a === a && one.b === b);
      return { ...warning, text: sliceWarningText(warning, pair?.verdict ?? null) };
    }),
  };
}

/** Comparisons over phrasings with their conclusions. */
export function phrasingsInWords({ variants, comparisons }: PhrasingReport): WordedPhrasingReport {
  return {
    variants,
    comparisons: comparisons.map((one) => ({
      ...one,
      fairness: phrasingFairnessInWords(one.fairness),
      text: phrasingConclusion(one),
    })),
  };
}

/** Each reason with the variants that it concerns and does not name, unless it concerns all. */
function phrasingFairnessInWords({ reasons, ...fairness }: PhrasingFairness): WordedFairness {
  const words = reasons.map(({ reason, variants }) => {
    const text = reasonText(reason);
    const others = variants.filter((variant) => !text.includes(variant));
    return others.length === 0 ? text : `${text} (${others.join(", ")})`;
  });
  return { ...fairness, reasons: words };
}

function aggregatesInWords(aggregates: AggregateReport): WordedAggregateReport {
  const { summaries, comparisons } = aggregates;
  const unitOf = (metric: string): Unit | undefined => (isPlainNumber(metric, summaries) ? PLAIN_NUMBERS : undefined);
  return { summaries, comparisons: comparisons.map((one) => inUnit(one, unitOf(one.metric))) };
}

function latencyInWords({ comparisons, ...latency }: LatencyReport): WordedLatencyReport {
  return {
    ...latency,
    comparisons: comparisons.map((comparison) => ({ ...comparison, conclusion: latencyConclusionOf(comparison) })),
  };
}

function auditInWords(audit: JudgeAudit): WordedJudgeAudit {
  const { caveats, ...findings } = audit;
  return { ...findings, sentences: judgeSentences(audit), caveats: caveats.map(reasonText) };
}

function controlsOf(comparisons: readonly VariantComparison[]): number {
  return new Set(comparisons.filter(({ isControl }) => isControl).map(({ b }) => b)).size;
}
