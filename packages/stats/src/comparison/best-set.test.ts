import { expect, test } from "vitest";
import { RandomStream } from "../random/random-stream.ts";
import { bestSet } from "./best-set.ts";
import { compareBinaryPairs } from "./compare-binary-pairs.ts";

/** Pass/fail of each variant on the same cases: half of a case's luck is shared. */
function drawn(stream: RandomStream, { rates, n }: { rates: readonly number[]; n: number }): Uint8Array[] {
  const columns = rates.map(() => new Uint8Array(n));
  for (let place = 0; place < n; place++) {
    const shared = stream.nextDouble();
    for (const [variant, rate] of rates.entries()) {
      const luck = stream.nextDouble() < 0.5 ? shared : stream.nextDouble();
      columns[variant]![place] = luck < rate ? 1 : 0;
    }
  }
  return columns;
}

function setOf(columns: readonly Uint8Array[]): readonly number[] {
  return bestSet({
    variants: columns.length,
    isBetter: (j, i, level) =>
      compareBinaryPairs({ a: columns[i]!, b: columns[j]! }, { alpha: level }).verdict.verdict === "better",
  }).members;
}

test("contains the best variant in 95 % of data sets, with equal variants and with one slightly better", () => {
  const stream = new RandomStream("best-set");
  const sets = 200;
  let [alike, little] = [0, 0];
  for (let set = 0; set < sets; set++) {
    if (setOf(drawn(stream, { rates: [0.7, 0.7, 0.7, 0.7], n: 100 })).includes(0)) alike++;
    if (setOf(drawn(stream, { rates: [0.72, 0.7, 0.7, 0.5], n: 100 })).includes(0)) little++;
  }
  expect(alike / sets).toBeGreaterThan(0.92);
  expect(little / sets).toBeGreaterThan(0.92);
});

test("leaves out clearly worse variants and names a better one", () => {
  const stream = new RandomStream("worse");
  const columns = drawn(stream, { rates: [0.9, 0.88, 0.5, 0.4], n: 300 });
  expect(setOf(columns)).not.toContain(2);
  expect(setOf(columns)).not.toContain(3);
  const { members, beatenBy } = bestSet({ variants: 3, isBetter: (j, i) => j === 0 && i === 2 });
  expect(members).toEqual([0, 1]);
  expect(beatenBy).toEqual([-1, -1, 0]);
});

test("compares with rivals only, at the level of all comparisons", () => {
  const levels = new Set<number>();
  const asked: string[] = [];
  const { members } = bestSet({
    variants: 101,
    rivals: [3, 5],
    isBetter: (j, i, level) => {
      levels.add(level);
      asked.push(`${j}>${i}`);
      return j === 3 && i > 50;
    },
  });
  expect(members).toEqual([...Array(51).keys()]);
  expect([...levels]).toEqual([0.001]);
  expect(asked).not.toContain("3>3");
  expect(asked.length).toBeLessThan(203);
});

test("refuses fewer than two variants", () => {
  expect(() => bestSet({ variants: 1, isBetter: () => false })).toThrow(RangeError);
});
