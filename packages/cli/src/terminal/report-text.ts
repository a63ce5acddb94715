import { onlyScorer, type Report } from "@sameseed/core";
import {
  comparisonTable,
  factorTable,
  judgeText,
  latencyTable,
  resultTable,
  terminalOptions,
} from "@sameseed/reporter";

/** A report as `run` and `show` print it: the means, the comparisons, the effects, how far judges can be trusted. */
export function reportText(report: Report): string {
  const options = terminalOptions(process.stdout);
  const same = onlyScorer(report.manifest.scorers);
  const comparisons = report.comparisons.filter(({ metric }) => metric !== same);
  const factors = report.factors.filter(({ metric }) => metric !== same);
  return [
    resultTable(report, options),
    ...(comparisons.length > 0 ? [comparisonTable(comparisons, options)] : []),
    ...(factors.length > 0 ? [factorTable(factors, options)] : []),
    ...(report.judges === undefined ? [] : [judgeText(report.judges, options)]),
    ...(report.latency === undefined ? [] : [latencyTable(report, options)]),
  ].join("\n\n");
}
