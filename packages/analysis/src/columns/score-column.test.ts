import fc from "fast-check";
import { expect, test } from "vitest";
import { ScoreColumn } from "./score-column.ts";

const score = fc.oneof(
  fc.constantFrom(0, 1, NaN),
  fc.double({ min: 0, max: 1 }).map((value) => value + 0),
);

test("a column returns the values that were set, in any order and of any kind", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(300), score)), (settings) => {
      const column = new ScoreColumn(2);
      const plain: number[] = [];
      for (const [place, value] of settings) {
        column.set(place, value);
        plain[place] = value;
      }
      const expected = Array.from(plain, (value) => value ?? 0);
      expect([...column.values()]).toEqual(expected);
      expect(expected.map((_, place) => column.at(place))).toEqual(expected);
      expect(column.length).toBe(expected.length);
    }),
  );
});

test("push continues after the last place that was set", () => {
  const column = new ScoreColumn();
  for (let place = 0; place < 200; place++) column.push(place === 150 ? 0.5 : place % 2);
  expect([column.length, column.at(149), column.at(150), column.at(151)]).toEqual([200, 1, 0.5, 1]);
});
