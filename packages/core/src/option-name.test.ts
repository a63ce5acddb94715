import { expect, test } from "vitest";
import { option, withOptionNames } from "./option-name.ts";

test("replaces option names in backticks only", () => {
  const sentence = `Continue with ${option("resume")} or limit ${option("budget.maxCostUsd")}; "resume" and \`id\` stay.`;
  expect(sentence).toContain("`budget.maxCostUsd`");
  expect(withOptionNames(sentence, (name) => `<${name}>`)).toBe(
    'Continue with <resume> or limit <budget.maxCostUsd>; "resume" and `id` stay.',
  );
});

test("a dot in a name is a dot", () => {
  expect(withOptionNames("`budgetXmaxCostUsd`", () => "-")).toBe("`budgetXmaxCostUsd`");
});
