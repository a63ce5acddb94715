import type { RatingEstimate, WordedReport } from "@sameseed/core";
import { ratingNotes, ratingPoints } from "../words/rating-text.ts";
import type { Sheet, SheetColumn } from "./sheet-xml.ts";

const COLUMNS: readonly SheetColumn[] = [
  { name: "variant", width: 34, format: "left" },
  { name: "wins", width: 10, format: "count" },
  { name: "ties", width: 10, format: "count" },
  { name: "losses", width: 10, format: "count" },
  { name: "rating", width: 10, format: "count" },
  { name: "rating_low", width: 12, format: "count" },
  { name: "rating_high", width: 12, format: "count" },
  { name: "styled_rating", width: 14, format: "count" },
  { name: "styled_low", width: 12, format: "count" },
  { name: "styled_high", width: 12, format: "count" },
  { name: "note", width: 90, format: "left" },
];

/** The ratings as a sheet, with an explanation next to the first lines; empty without ratings. */
export function ratingSheets({ ratings }: Pick<WordedReport, "ratings">): Sheet[] {
  if (ratings === undefined) return [];
  const notes = ratingNotes(ratings);
  const lines = ratings.variants.map(({ variant, wins, ties, losses, rating, styled }, place) => [
    variant,
    wins,
    ties,
    losses,
    ...pointCells(rating),
    ...pointCells(styled),
    notes[place],
  ]);
  return [{ name: "Ratings", columns: COLUMNS, rows: () => lines, frozenColumns: 1 }];
}

function pointCells(estimate: RatingEstimate | null): readonly (number | null)[] {
  if (estimate === null) return [null, null, null];
  return [estimate.logStrength, estimate.low, estimate.high].map(ratingPoints);
}
