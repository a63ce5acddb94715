import { aggregateValues, count, type WordedReport } from "@sameseed/core";
import { styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { fittedLines, wrapped } from "./text-table.ts";
import { oneLine, shorten } from "./text-width.ts";
import { groupedConclusions } from "../words/grouped-conclusions.ts";

const NAME_SHARE = 0.3;
const LEAST_NAME_WIDTH = 16;

/**
 * pass@k and the metrics of the corpus for a terminal: a table, and a conclusion for each. No newline at the
 * end; empty without them.
 */
export function aggregateTable(
  { aggregates }: WordedReport,
  { width = 80, color = false }: TerminalOptions = {},
): string {
  if (aggregates === undefined) return "";
  const { summaries, comparisons } = aggregates;
  const style = styleFor(color);
  const name = (text: string): string =>
    shorten(oneLine(text), Math.max(LEAST_NAME_WIDTH, Math.floor(width * NAME_SHARE)));
  const [head = "", ...rows] = fittedLines(
    [
      // The metric is on the first of its lines.
      {
        title: "metric",
        cells: summaries.map(({ metric }, place) => (summaries[place - 1]?.metric === metric ? "" : name(metric))),
      },
      { title: "variant", cells: summaries.map(({ variant }) => name(variant)) },
      { title: "n", align: "right", rank: 1, cells: summaries.map(({ n }) => count(n)) },
      { title: "value [95 % interval]", cells: aggregateValues(summaries) },
    ],
    width,
  );
  return [
    style("bold", "all answers together"),
    style("dim", head),
    ...rows,
    ...[...Map.groupBy(comparisons, ({ metric }) => metric)].flatMap(([metric, group]) =>
      groupedConclusions(group).flatMap(({ text }) => wrapped(`→ ${oneLine(metric)}: ${oneLine(text)}`, width, "  ")),
    ),
  ].join("\n");
}
