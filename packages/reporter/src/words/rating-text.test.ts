import type { RatingReport, WordedReport } from "@sameseed/core";
import { expect, test } from "vitest";
import { ratingMarkdown } from "../markdown/rating-markdown.ts";
import { ratingTable } from "../terminal/rating-table.ts";
import { ratingSheets } from "../xlsx/rating-sheet.ts";

const estimate = (logStrength: number) => ({ logStrength, low: logStrength - 0.2, high: logStrength + 0.2 });
const RATINGS: RatingReport = {
  metric: "score",
  cases: 120,
  clusters: 120,
  rival: null,
  variants: [
    { variant: "p/b", wins: 9, ties: 2, losses: 1, rating: estimate(0.5), styled: estimate(0.1) },
    { variant: "p/|a", wins: 1, ties: 2, losses: 9, rating: estimate(-0.5), styled: estimate(-0.1) },
  ],
  reason: null,
  groups: [],
  style: [{ style: "length", estimate: 1.5, low: 0.6, high: 2.4 }],
};
const outputs = (ratings: RatingReport | undefined): readonly string[] => {
  const report = { ratings } as WordedReport;
  const cells = ratingSheets(report).flatMap(({ rows }) => [...(rows() as Iterable<readonly unknown[]>)].flat());
  return [ratingTable(report, { width: 200 }), ratingMarkdown(report), cells.join("\n")];
};

test("ratings have an interval, and a sentence explains the effect of style", () => {
  const [terminal, markdown] = outputs(RATINGS);
  expect(terminal).toMatchInlineSnapshot(`
    "ratings in score
    variant  wins  ties  losses  rating [95 % interval]    at equal style
    p/b         9     2       1       1087 [1052, 1122]  1017 [983, 1052]
    p/|a        1     2       9          913 [878, 948]   983 [948, 1017]
    → Ratings are Bradley-Terry strengths in Elo points, from 120 cases: every pair of variants, the higher score wins. The mean is 1000, and 100 points more are odds of 1.8 to 1. Verdicts do not depend
      on them.
    → An answer twice as long wins with 1.65 [1.22, 2.23] times the odds; "at equal style" removes this."
  `);
  expect(markdown).toContain("| p/\\|a | 1 | 2 | 9 | 913 \\[878, 948\\] | 983 \\[948, 1017\\] |");
});

test.each<[Partial<RatingReport>, string]>([
  [
    { reason: "separated", groups: [["p/b"], ["p/a", "p/c"]] },
    "No finite ratings: p/b never loses to or ties with the others (p/a, p/c).",
  ],
  [
    { reason: "disconnected", groups: [["p/a", "p/b"], ["p/c"]] },
    "No ratings: these variants share no scored case: p/a, p/b; p/c.",
  ],
  [{ reason: "few cases", cases: 5, clusters: 5 }, "No ratings: there are 5 cases, and ratings need 6."],
  [{ reason: "few cases", cases: 50, clusters: 5 }, "No ratings: there are 5 clusters, and ratings need 6."],
  [{ reason: "not identified" }, "No finite ratings: the likelihood has no maximum."],
])("missing ratings are explained in a sentence", (change, sentence) => {
  const variants = RATINGS.variants.map((one) => ({ ...one, rating: null, styled: null }));
  for (const text of outputs({ ...RATINGS, variants, style: [], ...change })) expect(text).toContain(sentence);
});

test("fewer than three variants have no ratings", () => {
  expect(outputs(undefined)).toEqual(["", "", ""]);
});
