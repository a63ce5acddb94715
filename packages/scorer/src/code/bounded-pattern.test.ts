import { expect, test } from "vitest";
import { boundedPattern } from "./bounded-pattern.ts";

const A = "a".repeat(60);

test.each([
  ["^(a+)+$", `${A}!`],
  ["(a|aa)+$", `${A}!`],
  ["(a|a)*b", A],
  ["([a-z]+)*!", `${A}1`],
  ["(.*)*x", A],
  ["^(?<x>a*)*$", `${A}!`],
  ["((a+)b?)+$", `${A}!`],
  ["a*a*a*a*a*a*a*b", "a".repeat(5000)],
  [".*.*.*x", "a".repeat(20_000)],
  ["\\s+\\s+$", `${" ".repeat(100_000)}x`],
  ["^(([a-z])+.)+[A-Z]([a-z])+$", A],
])("the search for %s ends", (source, text) => {
  const pattern = boundedPattern(new RegExp(source, "g"), 100);
  expect(() => pattern(text, (one) => one.exec(text))).toThrow("the pattern took more than 100 ms");
  expect(pattern("b", () => "still usable")).toBe("still usable");
});

test.each([
  ["^\\w+[.]?$", "Paris."],
  ["(?:Paris|Rome)", "It is Rome"],
  ["\\d{1,3}(,\\d{3})*", "1,234,567"],
  ["[(]x[)]*", "(x)"],
  ["(?<year>\\d{4})-(\\d\\d)", "2026-01"],
  [".*Paris.*", "It is Paris, yes"],
])("%s matches as without a limit", (source, text) => {
  const pattern = new RegExp(source);
  expect(boundedPattern(pattern)(text, (one) => one.exec(text)?.[0])).toBe(new RegExp(source).exec(text)?.[0]);
});
