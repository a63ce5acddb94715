import { count, type WordedReport } from "@sameseed/core";
import { ratingNotes, ratingText } from "../words/rating-text.ts";
import { folded, list, markdownTable, plain } from "./markdown-text.ts";

/** The ratings, folded; empty without ratings. */
export function ratingMarkdown({ ratings }: Pick<WordedReport, "ratings">): string {
  if (ratings === undefined) return "";
  const hasStyle = ratings.variants.some(({ styled }) => styled !== null);
  const table = markdownTable(
    ["variant", "wins:", "ties:", "losses:", "rating \\[95 %\\]:", ...(hasStyle ? ["at equal style:"] : [])],
    ratings.variants.map(({ variant, wins, ties, losses, rating, styled }) => [
      plain(variant),
      count(wins),
      count(ties),
      count(losses),
      plain(ratingText(rating)),
      ...(hasStyle ? [plain(ratingText(styled))] : []),
    ]),
  );
  return folded("Ratings", [table, list(ratingNotes(ratings).map(plain))].join("\n\n"));
}
