import { count, type CovariateReport, verdictWord } from "@sameseed/core";
import { differenceText, pText } from "../words/difference-text.ts";
import { styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { fittedLines, wrapped } from "./text-table.ts";
import { oneLine, shorten } from "./text-width.ts";
import { verdictPaint } from "./verdict-paint.ts";

const LONGEST_NAME = 40;

/** Differences adjusted by a past run, next to those of the run. No newline at the end. */
export function covariateTable(
  { runId, differences }: CovariateReport,
  { width = 80, color = false }: TerminalOptions = {},
): string {
  const style = styleFor(color);
  const texts = differences.map(({ estimate, low, high }) =>
    differenceText({ estimate, interval: low === null || high === null ? null : { lo: low, hi: high } }),
  );
  const [head = "", ...rows] = fittedLines(
    [
      { title: "variant", cells: differences.map(({ b }) => shorten(oneLine(b), LONGEST_NAME)) },
      { title: "n", align: "right", rank: 2, cells: differences.map(({ n }) => count(n)) },
      { title: "more", align: "right", rank: 3, cells: differences.map(({ rest }) => count(rest)) },
      { title: "adjusted difference [95 % interval]", align: "right", cells: texts },
      { title: "p (Holm)", align: "right", rank: 1, cells: differences.map(({ pAdjusted }) => pText(pAdjusted)) },
      { title: "variance saved", align: "right", cells: differences.map(({ saved }) => savedText(saved)) },
      {
        title: "verdict",
        cells: differences.map(({ verdict }) => verdictWord(verdict)),
        paint: verdictPaint(style),
      },
    ],
    width,
  );
  const note =
    "These are valid if the cases of the run are a random sample of those of the past run. They do not change the verdicts above. Decide before you look which of the two you report.";
  return [
    ...wrapped(`adjusted by ${oneLine(runId)}, in points`, width).map((line) => style("bold", line)),
    style("dim", head),
    ...rows,
    ...wrapped(note, width),
  ].join("\n");
}

function savedText(saved: number | null): string {
  return saved === null ? "–" : `${(100 * saved).toFixed(0)} %`;
}
