import { expect, test } from "vitest";
import { pHeading } from "./difference-text.ts";

const one = (adjustment: "none" | "Holm" | "Benjamini-Hochberg (FDR)" | "alpha / m", p = "mcnemar") =>
  ({ adjustment, result: { methods: { p } } }) as never;

test.each([
  ["p", [one("none")]],
  ["p (Holm)", [one("none"), one("Holm")]],
  ["p (FDR)", [one("Benjamini-Hochberg (FDR)")]],
  ["p (anytime)", [one("alpha / m", "e-value")]],
])("the column of p-values is headed %s", (heading, group) => {
  expect(pHeading(group)).toBe(heading);
});
