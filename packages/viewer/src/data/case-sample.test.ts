import fc from "fast-check";
import { expect, test } from "vitest";
import { CaseSample } from "./case-sample.ts";

const keptOf = (limit: number, cases: readonly (readonly [text: string, isNotable: boolean])[]) => {
  const sample = new CaseSample(limit);
  for (const [number, [text, isNotable]] of cases.entries()) sample.add(number, text, { isNotable });
  return sample.kept().map(({ number }) => number);
};

test("keeps everything below the limit, in table order", () => {
  expect(
    keptOf(6, [
      ["aa", false],
      ["bb", true],
      ["cc", false],
    ]),
  ).toEqual([0, 1, 2]);
});

test("above the limit plain cases are dropped first, later ones before earlier ones", () => {
  expect(
    keptOf(6, [
      ["aa", false],
      ["bb", false],
      ["cc", true],
      ["dd", true],
    ]),
  ).toEqual([0, 2, 3]);
});

test("when only notable cases remain, the first ones stay", () => {
  expect(
    keptOf(4, [
      ["aa", true],
      ["bb", true],
      ["cc", true],
      ["dd", false],
    ]),
  ).toEqual([0, 1]);
});

test("leaves out only a case larger than the limit", () => {
  expect(
    keptOf(4, [
      ["aaaaaaaa", true],
      ["bb", false],
    ]),
  ).toEqual([1]);
});

test("leaves out a case for which the sample is full, without replacing another", () => {
  const cases = fc.array(fc.record({ length: fc.integer({ min: 1, max: 30 }), isNotable: fc.boolean() }));
  fc.assert(
    fc.property(cases, (all) => {
      const [asked, told] = [new CaseSample(60), new CaseSample(60)];
      for (const [number, { length, isNotable }] of all.entries()) {
        told.add(number, "x".repeat(length), { isNotable });
        if (asked.isFullFor(length, { isNotable })) asked.pass();
        else asked.add(number, "x".repeat(length), { isNotable });
      }
      expect(asked.kept()).toEqual(told.kept());
      expect(asked.seen).toBe(told.seen);
    }),
  );
});
