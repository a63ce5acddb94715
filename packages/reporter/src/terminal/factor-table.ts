import { type FactorEffect, verdictWord } from "@sameseed/core";
import { styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { fittedLines, wrapped } from "./text-table.ts";
import { oneLine, shorten } from "./text-width.ts";
import { verdictPaint } from "./verdict-paint.ts";
import { differenceText, pText } from "../words/difference-text.ts";

/** Cells of the other columns and the gaps. */
const OTHERS_WIDTH = 65;

function levelWidth(width: number): number {
  return Math.max(15, Math.min(40, width - OTHERS_WIDTH));
}

/** Effects of prompts over all models and of models over all prompts, for a terminal. No newline at the end. */
export function factorTable(
  factors: readonly FactorEffect[],
  { width = 80, color = false }: TerminalOptions = {},
): string {
  const style = styleFor(color);
  const groups = Map.groupBy(factors, ({ metric }) => metric);
  return [...groups]
    .map(([metric, effects]) => {
      const [head = "", ...rows] = fittedLines(
        [
          { title: "effect of", rank: 1, cells: effects.map(({ factor }) => factor) },
          { title: "level", cells: effects.map(({ level }) => shorten(oneLine(level), levelWidth(width))) },
          { title: "against", rank: 3, cells: effects.map(({ baseline }) => shorten(oneLine(baseline), 40)) },
          {
            title: "difference [95 % interval]",
            align: "right",
            cells: effects.map(({ result }) => differenceText(result)),
          },
          { title: "p (Holm)", align: "right", rank: 2, cells: effects.map(({ result }) => pText(result.pAdjusted)) },
          {
            title: "verdict",
            cells: effects.map(({ result }) => verdictWord(result.verdict.verdict)),
            paint: verdictPaint(style),
          },
        ],
        width,
      );
      const title = wrapped(`effects of prompts and models in ${oneLine(metric)}, in points`, width);
      return [...title.map((line) => style("bold", line)), style("dim", head), ...rows].join("\n");
    })
    .join("\n\n");
}
