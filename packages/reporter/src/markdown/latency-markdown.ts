import { count, type WordedReport } from "@sameseed/core";
import { driftText, howText, quantileText, ratioText, TITLES } from "../words/latency-text.ts";
import { pHeading, pText } from "../words/difference-text.ts";
import { list, markdownTable, plain } from "./markdown-text.ts";
import { latencyNotes } from "../text/latency-notes.ts";

/** The section of `report.md` on latency; "" where none was measured. */
export function latencyMarkdown(report: WordedReport): string {
  const { latency } = report;
  if (latency === undefined) return "";
  const measures = Map.groupBy(latency.summaries, ({ measure }) => measure);
  const tables = [...measures].map(([measure, summaries]) => {
    const comparisons = latency.comparisons.filter((comparison) => comparison.measure === measure);
    const table = markdownTable(
      [
        "variant",
        "n:",
        "p50 \\[95 %\\]:",
        "p90:",
        "p95:",
        "p99:",
        "against the baseline:",
        `${pHeading(comparisons)}:`,
        "drift:",
      ],
      summaries.map(({ variant, n, quantiles, drift }) => {
        const comparison = comparisons.find(({ b }) => b === variant);
        return [
          plain(variant),
          count(n),
          ...quantiles.map((quantile) => plain(quantileText(quantile, measure))),
          comparison === undefined ? "" : plain(ratioText(comparison.ratio, comparison.interval)),
          comparison === undefined ? "" : plain(pText(comparison.result.pAdjusted)),
          plain(driftText(drift)),
        ];
      }),
    );
    const claims = comparisons.map(({ conclusion }) => plain(conclusion));
    return [
      `**${TITLES[measure]}**, ${howText(report.manifest)}`,
      table,
      ...(claims.length > 0 ? [list(claims)] : []),
    ].join("\n\n");
  });
  const notes = latencyNotes(report).map(plain);
  return ["### Latency", ...tables, ...(notes.length > 0 ? [list(notes)] : [])].join("\n\n");
}
