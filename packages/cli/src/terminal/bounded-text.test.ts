import { expect, test } from "vitest";
import { boundedText } from "./bounded-text.ts";
import { errorText } from "./error-text.ts";
import { SameseedError } from "@sameseed/core";

test.each(["", "short", "x".repeat(2000)])("leaves a message of usual length unchanged", (text) => {
  expect(boundedText(text)).toBe(text);
});

test("cuts the middle of a message with a long text", () => {
  const text = boundedText(`${"a".repeat(5000)}${"z".repeat(5000)}`);
  expect(text).toMatch(/^a{1500} … \[8100 characters left out\] … z{400}$/);
  expect(boundedText("😀".repeat(5000)).isWellFormed()).toBe(true);
});

test("limits the length of errors on a terminal, message and hint", async () => {
  const error = new SameseedError("TEMPLATE", `Case "c": broken: ${"x".repeat(100_000)}`, { hint: "y".repeat(50_000) });
  const text = await errorText(error);
  expect(text.length).toBeLessThan(4500);
  expect(text).toContain('Case "c": broken: x');
});
