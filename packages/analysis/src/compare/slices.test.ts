import type { SliceReport } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { ReportBuilder } from "../summary/report-builder.ts";
import { failedRow, manifestOf, rowOf } from "../testing/sample-run.ts";

interface SliceOf {
  readonly name: string | null;
  /** Pairs: both right, only the first, only the second, neither. */
  readonly pairs: readonly [both: number, a: number, b: number, neither: number];
}

/** A report on pass/fail pairs, the slices one after another. */
function slicesOf(groups: readonly SliceOf[], change: Parameters<typeof manifestOf>[0] = {}): SliceReport {
  const manifest = manifestOf({
    slices: ["topic"],
    counts: { planned: 2, completed: 2, truncated: 0, refused: 0, failed: 0 },
    ...change,
  });
  const builder = new ReportBuilder(manifest);
  let number = 0;
  for (const { name, pairs } of groups) {
    for (const [kind, count] of pairs.entries()) {
      for (let place = 0; place < count; place++, number++) {
        const testCase = { id: `c${number}`, metadata: { topic: name } };
        builder.add(rowOf({ case: testCase, index: 2 * number, score: kind < 2 ? 1 : 0 }));
        builder.add(
          rowOf({
            case: testCase,
            index: 2 * number + 1,
            prompt: "stepwise",
            score: kind % 2 === 0 && kind < 3 ? 1 : 0,
          }),
        );
      }
    }
  }
  return builder.report().slices!;
}

const BETTER_BUT: readonly SliceOf[] = [
  { name: "billing", pairs: [40, 0, 40, 10] },
  { name: "account", pairs: [8, 14, 0, 14] },
  { name: null, pairs: [3, 0, 1, 0] },
];

describe("comparisons by slice", () => {
  test("give each slice its means, difference, verdict and the number of cases for a decision", () => {
    const { comparisons, keys } = slicesOf(BETTER_BUT);
    expect(keys[0]?.slices.map(({ name, cases }) => [name, cases])).toEqual([
      ["billing", 90],
      ["account", 36],
      ["(missing)", 4],
    ]);
    expect(comparisons.map(({ slice, n, verdict }) => [slice, n, verdict])).toEqual([
      ["billing", 90, "better"],
      ["account", 36, "worse"],
      ["(missing)", 4, "insufficient"],
    ]);
    expect(comparisons[1]).toMatchObject({ meanA: 22 / 36, meanB: 8 / 36, method: "Tango score", nonTied: 14 });
    expect(comparisons[2]?.casesNeeded).toBe(6);
    expect(comparisons[1]!.pAdjusted!).toBeGreaterThan(comparisons[1]!.p!);
  });

  test("warn where a slice contradicts the overall verdict, and test whether the difference depends on the slice", () => {
    const { warnings, interactions } = slicesOf(BETTER_BUT);
    expect(warnings).toMatchObject([
      { b: "stepwise/m", direction: "worse", key: "topic", slice: "account", n: 36, strength: "proven" },
    ]);
    expect(interactions[0]).toMatchObject({ key: "topic", slices: 2 });
    expect(interactions[0]!.p!).toBeLessThan(0.01);
  });

  test("suspect a slice with a difference that does not survive the correction", () => {
    const many = Array.from({ length: 10 }, (_, index): SliceOf => ({ name: `t${index}`, pairs: [18, 0, 3, 1] }));
    const { warnings, comparisons } = slicesOf([...many, { name: "account", pairs: [8, 6, 0, 10] }]);
    const account = comparisons.at(-1)!;
    expect(account.p).toBeLessThan(0.05);
    expect(account.verdict).not.toBe("worse");
    expect(warnings.map(({ strength, slice }) => [slice, strength])).toEqual([["account", "suspected"]]);
  });

  test("give no warning where slices agree", () => {
    const { warnings } = slicesOf([
      { name: "a", pairs: [20, 2, 12, 6] },
      { name: "b", pairs: [20, 2, 12, 6] },
    ]);
    expect(warnings).toEqual([]);
  });

  test("leave out keys without groups, with the reason", () => {
    expect(slicesOf(BETTER_BUT, { slices: ["topic", "nothing"] }).omitted).toEqual([
      { key: "nothing", reason: "no case has it" },
    ]);
  });

  test("claim nothing that depends on failed trials", () => {
    const manifest = manifestOf({ slices: ["topic"] });
    const builder = new ReportBuilder(manifest);
    for (let number = 0; number < 40; number++) {
      const testCase = { id: `c${number}`, metadata: { topic: "x" } };
      builder.add(rowOf({ case: testCase, index: 2 * number, score: 1 }));
      const second = { case: testCase, index: 2 * number + 1, prompt: "stepwise" };
      builder.add(number < 15 ? failedRow(second) : rowOf({ ...second, score: 1 }));
    }
    expect(builder.report().slices?.comparisons[0]?.verdict).toBe("inconclusive");
  });
});
