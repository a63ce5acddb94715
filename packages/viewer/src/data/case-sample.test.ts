import { expect, test } from "vitest";
import { CaseSample } from "./case-sample.ts";

const keptOf = (limit: number, cases: readonly (readonly [text: string, isNotable: boolean])[]) => {
  const sample = new CaseSample(limit);
  for (const [number, [text, isNotable]] of cases.entries()) sample.add(number, text, { isNotable });
  return sample.kept().map(({ number }) => number);
};

test("everything is kept below the limit, in the order of the table", () => {
  expect(
    keptOf(6, [
      ["aa", false],
      ["bb", true],
      ["cc", false],
    ]),
  ).toEqual([0, 1, 2]);
});

test("above the limit plain cases go first, the last ones before earlier ones", () => {
  expect(
    keptOf(6, [
      ["aa", false],
      ["bb", false],
      ["cc", true],
      ["dd", true],
    ]),
  ).toEqual([0, 2, 3]);
});

test("when only notable cases are left, the first ones stay", () => {
  expect(
    keptOf(4, [
      ["aa", true],
      ["bb", true],
      ["cc", true],
      ["dd", false],
    ]),
  ).toEqual([0, 1]);
});

test("a case larger than the limit is left out alone", () => {
  expect(
    keptOf(4, [
      ["aaaaaaaa", true],
      ["bb", false],
    ]),
  ).toEqual([1]);
});
