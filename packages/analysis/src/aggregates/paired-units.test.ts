import type { Row } from "@sameseed/core";
import { expect, test } from "vitest";
import { CountColumn } from "./count-column.ts";
import { PairedUnits } from "./paired-units.ts";

/** A variant with these counts per case; null for a case without counts. */
function column(cases: readonly (readonly number[] | null)[]): CountColumn {
  const made = new CountColumn("m", (record) => record.counts ?? null);
  for (const counts of cases) {
    made.add({ outcome: { status: "completed" }, scores: { m: { value: 1, counts } } } as unknown as Row);
    made.closeCase();
  }
  return made;
}

const listed = (units: readonly ArrayLike<number>[]): number[][] => units.map((unit) => Array.from(unit));

test("a pair has the cases that both have, filled up with zeros to the same length", () => {
  const { a, b, cases } = new PairedUnits([-1, -2, -3]).of(column([[1], null, [3]]), column([[4, 5], [6, 7], [8]]));
  expect([listed(a), listed(b), cases]).toEqual([
    [
      [1, 0],
      [3, 0],
    ],
    [
      [4, 5],
      [8, 0],
    ],
    2,
  ]);
});

test("pairs over the same cases share their arrays, pairs over others do not", () => {
  const [a, b, c, gap] = [column([[1], [2]]), column([[3], [4]]), column([[5], [6]]), column([[7], null])];
  const paired = new PairedUnits([-1, -2]);
  const [one, two, three] = [paired.of(a, b), paired.of(a, c), paired.of(a, gap)];
  expect(two.a).toBe(one.a);
  expect(three.a).not.toBe(one.a);
  expect(listed(three.a)).toEqual([[1]]);
});

test("200,000 cases are added up", () => {
  const cases = Array.from({ length: 200_000 }, () => [1, 2]);
  const clusters = cases.map((_, number) => -1 - number);
  const all = column(cases);
  expect(new PairedUnits(clusters).of(all, all).a).toHaveLength(200_000);
});
