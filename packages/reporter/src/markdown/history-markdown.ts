import { count, dollars, milliseconds, percents } from "@sameseed/core";
import type { HistoryLine } from "@sameseed/analysis";
import { markdownTable, plain } from "./markdown-text.ts";

/** The history as a table in GitHub-flavoured Markdown. Ids and names are escaped. */
export function historyMarkdown(lines: readonly HistoryLine[]): string {
  const none = { mean: null, low: null, high: null };
  const means = percents(lines.map(({ metric }) => metric ?? none));
  const table = markdownTable(
    ["run", "benchmark", "variant", "n:", "mean \\[95 %\\]:", "delta:", "cost per 1,000:", "p50:", "p95:"],
    lines.map(({ runId, benchmark, summary, metric, previous, costPerThousandUsd }, place) => [
      plain(runId),
      plain(benchmark),
      plain(summary.variant),
      count(metric?.n ?? 0),
      plain(means[place]!),
      deltaText(previous),
      costPerThousandUsd === null ? "–" : plain(dollars(costPerThousandUsd)),
      ...[summary.latencyMsP50, summary.latencyMsP95].map((value) => (value === null ? "–" : milliseconds(value))),
    ]),
  );
  return `${table}\n`;
}

/** In points; other cases than before make it no measure of the change. */
function deltaText(previous: HistoryLine["previous"]): string {
  if (previous === null || previous.delta === null) return "–";
  const points = (100 * previous.delta).toFixed(1);
  return `${Number(points) > 0 ? "+" : ""}${points}${previous.hasSameCases ? "" : " (other cases)"}`;
}
