import { aggregateValues, count, isPlainNumber, signedNumber, type WordedReport, verdictWord } from "@sameseed/core";
import { differenceText, points, pHeading, pText } from "../words/difference-text.ts";
import { folded, markdownTable, plain } from "./markdown-text.ts";

/** pass@k and the metrics of the corpus for a pull request; empty without them. */
export function aggregateMarkdown({ aggregates }: WordedReport): string {
  if (aggregates === undefined) return "";
  const { summaries, comparisons } = aggregates;
  const values = aggregateValues(summaries);
  const hasNumbers = summaries.some(({ metric }) => isPlainNumber(metric, summaries));
  return folded(
    "All answers together: pass@k and corpus metrics",
    markdownTable(
      [
        "metric",
        "variant",
        "n:",
        "value \\[95 %\\]:",
        `difference${hasNumbers ? "" : " in points"} \\[95 %\\]:`,
        `${pHeading(comparisons)}:`,
        "verdict",
      ],
      summaries.map(({ metric, variant, n }, place) => {
        const comparison = comparisons.find((one) => one.metric === metric && one.b === variant);
        return [
          plain(metric),
          plain(variant),
          count(n),
          plain(values[place]!),
          ...(comparison === undefined
            ? ["", "", ""]
            : [
                plain(differenceText(comparison.result, isPlainNumber(metric, summaries) ? signedNumber : points)),
                plain(pText(comparison.result.pAdjusted)),
                comparison.isControl ? "control" : verdictWord(comparison.verdict),
              ]),
        ];
      }),
    ),
  );
}
