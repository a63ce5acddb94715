import fc from "fast-check";
import { expect, test } from "vitest";
import { OrderedDifference } from "./ordered-difference.ts";

function differenceOf(cases: readonly string[], recorded: readonly string[]) {
  const difference = new OrderedDifference(recorded.values());
  for (const id of cases) difference.see(id);
  return difference.finish();
}

test.each([
  ["equal lists", ["a", "b"], ["a", "b"], [], []],
  ["nothing recorded", ["a", "b"], [], ["a", "b"], []],
  ["no cases", [], ["a", "b"], [], ["a", "b"]],
  ["another order", ["a", "b", "c"], ["c", "a", "b"], [], []],
  ["a gap on each side", ["a", "b", "c", "d"], ["a", "x", "c", "d", "y"], ["b"], ["x", "y"]],
])("%s", (_, cases, recorded, without, unknown) => {
  expect(differenceOf(cases, recorded)).toEqual({ without, unknown });
});

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 20 }).map(String));

test("gives what a search for each id gives, in the same order", () => {
  fc.assert(
    fc.property(ids, ids, (cases, recorded) => {
      expect(differenceOf(cases, recorded)).toEqual({
        without: cases.filter((id) => !recorded.includes(id)),
        unknown: recorded.filter((id) => !cases.includes(id)),
      });
    }),
  );
});
