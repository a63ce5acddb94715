import type { FailingCases } from "@sameseed/analysis";
import { onlyScorer, type WordedReport } from "@sameseed/core";
import {
  comparisonTable,
  factorTable,
  failingText,
  judgeText,
  latencyTable,
  phrasingTable,
  ratingTable,
  resultTable,
  shownComparisons,
  sliceTable,
  terminalOptions,
} from "@sameseed/reporter";

export interface ReportTextOptions {
  /** Some failed cases; null if they were not collected. */
  readonly failing?: FailingCases | null;
  /** Names the statistical methods too, and shows the ratings. */
  readonly verbose?: boolean | undefined;
}

/** A report as `run` and `show` print it: means, comparisons, effects, some failing cases, how far judges can be trusted. */
export function reportText(report: WordedReport, { failing = null, verbose = false }: ReportTextOptions = {}): string {
  const options = { ...terminalOptions(process.stdout), verbose };
  const same = onlyScorer(report.manifest.scorers);
  const comparisons = shownComparisons(report).filter(({ metric }) => metric !== same);
  const factors = report.factors.filter(({ metric }) => metric !== same);
  const failures = failing === null ? "" : failingText(failing, options);
  return [
    resultTable(report, options),
    ...(report.phrasings === undefined ? [] : [phrasingTable(report, options)]),
    ...(comparisons.length > 0 ? [comparisonTable(comparisons, options)] : []),
    ...(report.slices === undefined ? [] : [sliceTable(report.slices, options)]),
    ...(verbose && report.ratings !== undefined ? [ratingTable(report, options)] : []),
    ...(factors.length > 0 ? [factorTable(factors, options)] : []),
    ...(failures === "" ? [] : [failures]),
    ...(report.judges === undefined ? [] : [judgeText(report.judges, options)]),
    ...(report.latency === undefined ? [] : [latencyTable(report, options)]),
  ]
    .filter((part) => part !== "") // slices of a single variant compare nothing
    .join("\n\n");
}
