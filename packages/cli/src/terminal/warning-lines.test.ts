import { resolve } from "node:path";
import type { TranslationWarning } from "@sameseed/compat";
import { expect, test } from "vitest";
import { warningLines } from "./warning-lines.ts";

const warning = (key: string, line: number | null, message: string, file = "a.yaml"): TranslationWarning => ({
  key,
  line,
  message,
  file: resolve(file),
});

test("a warning about several keys of one file is one line with all places", () => {
  const many = Array.from({ length: 10 }, (_, index) => warning(`row[${index}]`, index + 20, "many"));
  expect(
    warningLines([
      warning("tests[0]", 3, "no assertion"),
      warning("tags", 4, "no counterpart"),
      warning("tests[1]", 9, "no assertion"),
      warning("tests[2]", 12, "no assertion"),
      warning("tests[0]", 1, "no assertion", "b.yaml"),
      warning("row[1]", null, "x", "c.csv"),
      warning("row[2]", null, "x", "c.csv"),
      ...many,
    ]),
  ).toEqual([
    "warning a.yaml:3 tests[0] and 2 more (lines 9, 12): no assertion",
    "warning a.yaml:4 tags: no counterpart",
    "warning b.yaml:1 tests[0]: no assertion",
    "warning c.csv row[1] and 1 more: x",
    "warning a.yaml:20 row[0] and 9 more (lines 21, 22, 23, 24, 25, 26, 27, 28, …): many",
  ]);
});

test("leaves an address unchanged", () => {
  const file = "https://h.test/a//t.yaml";
  expect(warningLines([{ key: "[0]", line: 2, message: "left out", file }])).toEqual([
    "warning https://h.test/a//t.yaml:2 [0]: left out",
  ]);
});
