import { expect, test } from "vitest";
import { optionWithAllWords, optionWithWords } from "./nearest-option.ts";

const KNOWN = [
  "--max-concurrency",
  "--filter-cases",
  "--filter-models",
  "--max-cost",
  "--repeats",
  "--no-cache",
  "--cache-dir",
];

test.each([
  ["--concurrency", "--max-concurrency"],
  ["--model", "--filter-models"],
  ["--filter-case", "--filter-cases"],
  ["--cost-limit", "--max-cost"],
  ["--budget", undefined],
  ["-x", undefined],
])("%s may mean %s", (unknown, option) => {
  expect(optionWithWords(unknown, KNOWN)).toBe(option);
});

test.each([
  ["--concurrency", "--max-concurrency"],
  ["--cost", "--max-cost"],
  ["--model", "--filter-models"],
  ["--cost-limit", undefined],
  ["--costs-x", "--max-cost"],
  ["--x", undefined],
])("all words of %s are in %s", (unknown, option) => {
  expect(optionWithAllWords(unknown, KNOWN)).toBe(option);
});
