import { plural, type RatingEstimate, type RatingReport, type StyleEffect } from "@sameseed/core";

/** Elo's scale: 400 points are odds of 10 to 1. */
const POINTS = 400 / Math.LN10;
const MEAN = 1000;

/** A rating as Elo points, 1000 for the mean variant. */
export function ratingPoints(logStrength: number): number {
  return MEAN + POINTS * logStrength;
}

/** `1034 [1012, 1056]`; a dash without a rating. */
export function ratingText(estimate: RatingEstimate | null): string {
  if (estimate === null) return "–";
  const { logStrength, low, high } = estimate;
  const [middle, from, to] = [logStrength, low, high].map((value) => ratingPoints(value).toFixed(0));
  return `${middle} [${from}, ${to}]`;
}

/** Sentences on the ratings, or the reason why a run has no ratings, and on the effect of style. */
export function ratingNotes(report: RatingReport): readonly string[] {
  const { cases, clusters, rival, reason, style } = report;
  const why = reasonText(report);
  if (reason !== null) return [why];
  const unit = clusters < cases ? `, ${plural(clusters, "cluster")}` : "";
  const pairs = rival === null ? "every pair of variants" : `each variant against ${rival}`;
  return [
    `Ratings are Bradley-Terry strengths in Elo points, from ${plural(cases, "case")}${unit}: ${pairs}, the higher score wins. The mean is 1000, and 100 points more are odds of 1.8 to 1. Verdicts do not depend on them.`,
    ...style.map(styleText),
  ];
}

function reasonText({ reason, groups, cases, clusters }: RatingReport): string {
  const named = groups.map((group) => group.join(", "));
  switch (reason) {
    case "few cases":
      return `No ratings: there are ${clusters < cases ? plural(clusters, "cluster") : plural(cases, "case")}, and ratings need 6.`;
    case "disconnected":
      return `No ratings: these variants share no scored case: ${named.join("; ")}.`;
    case "separated":
      return `No finite ratings: ${named[0]} never loses to or ties with the others (${named.slice(1).join("; ")}).`;
    case "not identified":
      return "No finite ratings: the likelihood has no maximum.";
    case null:
      return "";
  }
}

/** Twice as much is a relative difference of one third. */
const TWICE = 1 / 3;

function styleText({ style, estimate, low, high }: StyleEffect): string {
  const [odds, from, to] = [estimate, low, high].map((value) => Math.exp(TWICE * value).toPrecision(3));
  const what = style === "length" ? "An answer twice as long" : "An answer with twice as much Markdown";
  return `${what} wins with ${odds} [${from}, ${to}] times the odds; "at equal style" removes this.`;
}
