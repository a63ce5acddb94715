import { expect, test } from "vitest";
import { SamplingCounts } from "./sampling-counts.ts";

function tallyOf(cases: readonly (readonly string[])[]): ReturnType<SamplingCounts["constant"]> {
  const counter = new SamplingCounts();
  for (const texts of cases) {
    for (const text of texts) counter.add(text);
    counter.closeCase();
  }
  return counter.constant();
}

test.each<[string, readonly (readonly string[])[], object | undefined]>([
  [
    "one text per case for any seed is not sampling",
    [
      ["a", "a", "a"],
      ["b", "b", "b"],
    ],
    { cases: 2, answers: 6 },
  ],
  [
    "two texts of one case are sampling",
    [
      ["a", "a", "a"],
      ["b", "c", "b"],
    ],
    undefined,
  ],
  [
    "also in a case of few repeats",
    [
      ["a", "a", "a"],
      ["b", "c"],
    ],
    undefined,
  ],
  [
    "two repeats say nothing",
    [
      ["a", "a"],
      ["b", "b"],
    ],
    undefined,
  ],
  ["no answers say nothing", [], undefined],
])("%s", (_, cases, expected) => {
  expect(tallyOf(cases)).toEqual(expected);
});
