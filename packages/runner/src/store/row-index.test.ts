import { expect, test } from "vitest";
import { GrowingIndex } from "./row-index.ts";

const lines = (...indices: readonly (number | string)[]): Buffer =>
  Buffer.from(indices.map((index) => `{"trial":{"index":${index},"order":0}}\n`).join(""));

test("rows of the plan are indexed by their trial, and the last row of a trial counts", () => {
  const index = new GrowingIndex("rows.jsonl", 3);
  expect(index.add(lines(2, 0))).toBe(Infinity);
  expect(index.add(lines(2))).toBe(2);
  expect([index.stored, [...index.lengths]]).toEqual([2, [31, 0, 31]]);
});

test.each([3, 999, -1, "null"])("a row of trial %s of 3 is an error with its line, and is not passed over", (added) => {
  const index = new GrowingIndex("runs/a/rows.jsonl", 3);
  expect(() => index.add(lines(0, 1, added))).toThrow(
    expect.objectContaining({
      code: "BAD_RUN",
      message: expect.stringMatching(
        /^runs\/a\/rows.jsonl, line 3 is the row of trial \S+, and the run has 3\.$/,
      ) as string,
      hint: expect.stringContaining("delete line 3") as string,
    }),
  );
});
