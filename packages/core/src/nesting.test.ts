import { expect, test } from "vitest";
import { nestingProblem } from "./nesting.ts";

const own: unknown[] = [];
own.push(own);
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

test.each<readonly [string, unknown, RegExp | null]>([
  ["a plain value", "x", null],
  ["a flat record", { a: 1, b: null, c: "x" }, null],
  ["a record with a list", { a: [1, { b: 2 }] }, null],
  ["a value twice in one list", [nested(2), nested(2)], null],
  ["a value that contains itself", own, /contains itself/],
  ["a member that contains itself", { a: 1, b: own }, /contains itself/],
  ["201 levels", nested(201), /nested more than 200 levels/],
  ["200 levels", nested(200), null],
])("%s", (_, value, problem) => {
  if (problem === null) expect(nestingProblem(value)).toBeNull();
  else expect(nestingProblem(value)).toMatch(problem);
});
