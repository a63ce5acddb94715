import { count, type WordedComparison, verdictWord } from "@sameseed/core";
import { styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { fittedLines } from "./text-table.ts";
import { oneLine, shorten } from "./text-width.ts";
import { verdictPaint } from "./verdict-paint.ts";
import { differenceText } from "../words/difference-text.ts";

const NAME_SHARE = 0.4;

/** A variant's comparison with itself in an earlier run. */
export interface VariantChange {
  readonly variant: string;
  readonly comparison: WordedComparison;
}

/**
 * The change of each variant, in points with a 95 % interval; variants without a change share one line. No
 * newline at the end.
 */
export function changeTable(
  changes: readonly VariantChange[],
  { width = 80, color = false }: TerminalOptions = {},
): string {
  const isSame = ({ comparison: { result } }: VariantChange): boolean => result.estimate === 0 && result.nonTied === 0;
  const moved = changes.filter((change) => !isSame(change));
  const same = changes.length - moved.length;
  const rest =
    same === 0
      ? []
      : [
          moved.length === 0
            ? "every score is as before"
            : `${same} other ${same === 1 ? "variant scores" : "variants score"} as before`,
        ];
  if (moved.length === 0) return rest.join("");
  const style = styleFor(color);
  const [head = "", ...rows] = fittedLines(
    [
      {
        title: "variant",
        cells: moved.map(({ variant }) => shorten(oneLine(variant), Math.max(22, Math.floor(width * NAME_SHARE)))),
      },
      { title: "n", align: "right", rank: 1, cells: moved.map(({ comparison }) => count(comparison.result.n)) },
      {
        title: "change [95 % interval]",
        align: "right",
        cells: moved.map(({ comparison }) => differenceText(comparison.result)),
      },
      {
        title: "verdict",
        rank: 2,
        cells: moved.map(({ comparison }) => verdictWord(comparison.verdict)),
        paint: verdictPaint(style),
      },
    ],
    width,
  );
  return [style("dim", head), ...rows, ...rest].join("\n");
}
