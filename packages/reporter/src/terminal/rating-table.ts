import { count, type WordedReport } from "@sameseed/core";
import { ratingNotes, ratingText } from "../words/rating-text.ts";
import { styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { fittedLines, wrapped } from "./text-table.ts";
import { oneLine, shorten } from "./text-width.ts";

const LONGEST_NAME = 34;

/** The ratings for a terminal; empty without ratings. No newline at the end. */
export function ratingTable(
  { ratings }: Pick<WordedReport, "ratings">,
  { width = 80, color = false }: TerminalOptions = {},
): string {
  if (ratings === undefined) return "";
  const style = styleFor(color);
  const { variants, metric } = ratings;
  const notes = ratingNotes(ratings).flatMap((note) => wrapped(`→ ${oneLine(note)}`, width, "  "));
  const hasStyle = variants.some(({ styled }) => styled !== null);
  const [head = "", ...rows] = fittedLines(
    [
      { title: "variant", cells: variants.map(({ variant }) => shorten(oneLine(variant), LONGEST_NAME)) },
      { title: "wins", align: "right", rank: 2, cells: variants.map(({ wins }) => count(wins)) },
      { title: "ties", align: "right", rank: 3, cells: variants.map(({ ties }) => count(ties)) },
      { title: "losses", align: "right", rank: 4, cells: variants.map(({ losses }) => count(losses)) },
      { title: "rating [95 % interval]", align: "right", cells: variants.map(({ rating }) => ratingText(rating)) },
      ...(hasStyle
        ? [
            {
              title: "at equal style",
              align: "right" as const,
              rank: 1,
              cells: variants.map(({ styled }) => ratingText(styled)),
            },
          ]
        : []),
    ],
    width,
  );
  const title = wrapped(`ratings in ${oneLine(metric)}`, width).map((line) => style("bold", line));
  return [...title, style("dim", head), ...rows, ...notes].join("\n");
}
