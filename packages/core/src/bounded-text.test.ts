import { expect, test } from "vitest";
import { boundedText, MOST_REASON_LENGTH } from "./bounded-text.ts";

test("a short text is unchanged, a long one keeps whole words of its beginning and its end", () => {
  expect(boundedText("one two three", 13)).toBe("one two three");
  expect(boundedText("one two three four five six", 20)).toBe("one two three [9 characters left out] six");
});

test("30 MB become at most 30,000 characters and the count", () => {
  const bounded = boundedText("word ".repeat(6_000_000));
  expect(bounded.length).toBeLessThan(MOST_REASON_LENGTH + 50);
  const [, left] = /\[(\d+) characters left out\]/.exec(bounded)!;
  expect(bounded.length - `[${left} characters left out]`.length + Number(left)).toBe(30_000_000);
});

test("a word without an end is left out: it may be half a key", () => {
  expect(boundedText("x".repeat(40_000))).toBe("[40000 characters left out]");
});

test("no half of a pair of surrogates is kept", () => {
  expect(boundedText(`a ${"😀".repeat(20)} b`, 21).isWellFormed()).toBe(true);
});

test("a word that ends just before the cut takes linear time", () => {
  const before = process.cpuUsage();
  for (let i = 0; i < 20; i++) boundedText(`${"x".repeat(23_999)} ${"y".repeat(20_000)}`);
  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
});
