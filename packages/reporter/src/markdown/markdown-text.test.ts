import { expect, test } from "vitest";
import { list, markdownTable, plain } from "./markdown-text.ts";

test("tables and lists of 10,000 lines keep the first 200 and name the file with the others", () => {
  const lines = Array.from({ length: 10_000 }, (_, place) => `variant-${place}`);
  for (const text of [
    markdownTable(
      ["variant"],
      lines.map((line) => [line]),
    ),
    list(lines),
  ]) {
    expect(text.length).toBeLessThan(10_000);
    expect(text).toContain("variant-199");
    expect(text).not.toContain("variant-200");
    expect(text).toContain("… and 9,800 more, in summary.csv and comparisons.csv");
  }
});

test.each([
  ["a\u001b[31mb", "a\\\\u001b\\[31mb"],
  ["\u202egnp", "\\\\u202egnp"],
  ["x\n::error::y", "x \\\\u003a:error::y"],
  ["@team #1", "@<!-- -->team #<!-- -->1"],
])("%j reads unchanged, without an effect: %s", (given, shown) => {
  expect(plain(given)).toBe(shown);
});
