import type { Report } from "@sameseed/core";
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
  return [
    resultTable(report, options),
    ...(report.comparisons.length > 0 ? [comparisonTable(report.comparisons, options)] : []),
    ...(report.factors.length > 0 ? [factorTable(report.factors, options)] : []),
    ...(report.judges === undefined ? [] : [judgeText(report.judges, options)]),
    ...(report.latency === undefined ? [] : [latencyTable(report, options)]),
  ].join("\n\n");
}
