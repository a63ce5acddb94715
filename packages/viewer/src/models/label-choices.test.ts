import { LabelScale } from "@sameseed/core";
import { expect, test } from "vitest";
import { labelChoices, nextUnlabelled } from "./label-choices.ts";

test.each(LabelScale.options)("the choices of %s have their own keys and values in [0, 1]", (scale) => {
  const choices = labelChoices(scale);
  expect(new Set(choices.map(({ key }) => key)).size).toBe(choices.length);
  for (const { key, value } of choices) {
    expect(key).not.toMatch(/[jkx/?]/); // keys that move, flag, search and help
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
});

test("finds the next item without a label cyclically, and stays in place if there is none", () => {
  expect(nextUnlabelled([true, false, true, false], 1)).toBe(3);
  expect(nextUnlabelled([false, true, true], 2)).toBe(0);
  expect(nextUnlabelled([true, true], 1)).toBe(1);
});
