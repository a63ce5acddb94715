import { expect, test } from "vitest";
import { searchTerm, searchTokens, searchWeight } from "./search-terms.ts";

test.each([
  ["cache", "caches", "cached", "caching"],
  ["bootstrap", "bootstraps", "bootstrapped", "bootstrapping"],
  ["score", "Scores", "scored", "scoring"],
  ["retry", "retries", "retried", "retrying"],
  ["budget", "budgets"],
  ["run", "runs", "running"],
  ["string", "strings"],
  ["pass", "passes", "passed", "passing"],
])("%s is found by its other forms", (word, ...forms) => {
  expect(forms.map(searchTerm)).toEqual(forms.map(() => searchTerm(word)));
});

test.each([
  ["seed", "see"],
  ["class", "clas"],
  ["speed", "spe"],
  ["analysis", "analyse"],
  ["bench", "benign"],
  ["429", "42"],
  ["MISSING_KEY", "miss"],
])("%s is not %s", (one, other) => {
  expect(searchTerm(one)).not.toBe(searchTerm(other));
});

test("an option and an error code are found as a whole and by their parts", () => {
  expect(searchTokens("use --fail-under 0.9 (MISSING_KEY)").filter((token) => token !== "")).toEqual(
    ["use", "fail", "under", "0", "9", "MISSING", "KEY"].concat("fail-under", "0.9", "MISSING_KEY"),
  );
});

test("an empty word is not a term", () => {
  expect(searchTerm("")).toBeNull();
});

test("guides come before decisions and the API", () => {
  const weights = ["/costs#budgets", "/api/functions/cost", "/decisions/0052-budget#cost"].map(searchWeight);
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(new Set(weights).size).toBe(3);
});

test("each function runs from its source alone, as in the browser", () => {
  const alone = [searchTokens, searchTerm, searchWeight].map(
    (original) => new Function(`return (${original.toString()})`)() as (text: string) => unknown,
  );
  expect(alone.map((run) => run("running --fail-under"))).toEqual([
    searchTokens("running --fail-under"),
    searchTerm("running --fail-under"),
    searchWeight("running --fail-under"),
  ]);
});
