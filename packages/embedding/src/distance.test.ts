import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cosineDistance, firstToRest } from "./distance.ts";

const at = (...numbers: number[]) => Float64Array.from(numbers);
const vector = fc
  .float64Array({ minLength: 3, maxLength: 3, min: -1e6, max: 1e6, noNaN: true })
  .filter((numbers) => numbers.some((x) => Math.abs(x) > 1e-6));

test.each([
  { a: at(1, 0), b: at(0, 1), distance: 1 },
  { a: at(1, 0), b: at(-3, 0), distance: 2 },
  { a: at(1, 1), b: at(5, 5), distance: 0 },
  { a: at(1, 0), b: at(1, 1), distance: 1 - Math.SQRT1_2 },
])("the cosine distance of $a and $b is $distance", ({ a, b, distance }) => {
  expect(cosineDistance(a, b)).toBeCloseTo(distance, 15);
});

test("a vector has distance 0 to itself, exactly; distances are symmetric and lie in [0, 2]", () => {
  fc.assert(
    fc.property(vector, vector, (a, b) => {
      expect(cosineDistance(a, a)).toBe(0);
      expect(cosineDistance(a, b)).toBe(cosineDistance(b, a));
      expect(cosineDistance(a, b)).toBeGreaterThanOrEqual(0);
      expect(cosineDistance(a, b)).toBeLessThanOrEqual(2);
    }),
  );
});

test("vectors that cannot be compared are refused", () => {
  expect(() => cosineDistance(at(1), at(1, 2))).toThrow("Vectors of 1 and 2 numbers");
  expect(() => cosineDistance(at(0, 0), at(1, 2))).toThrow("zero vector");
  expect(() => firstToRest([at(1)])).toThrow("1 vectors have no distance");
});

test("first to rest is the mean over the rest", () => {
  expect(firstToRest([at(1, 0), at(0, 1), at(-1, 0)])).toBeCloseTo(1.5, 15);
});
