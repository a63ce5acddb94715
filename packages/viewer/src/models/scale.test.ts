import fc from "fast-check";
import { expect, test } from "vitest";
import { niceScale, onScale } from "./scale.ts";

test("an axis contains all its values between round ticks", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((value) => value === 0 || Math.abs(value) > 1e-6),
        { minLength: 1 },
      ),
      (values) => {
        const scale = niceScale(values);
        expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
        for (const value of values) {
          expect(onScale(scale, value)).toBeGreaterThanOrEqual(-1e-6);
          expect(onScale(scale, value)).toBeLessThanOrEqual(1 + 1e-6);
        }
      },
    ),
  );
});

test.each([
  [
    [0.62, 0.97],
    [0.6, 0.7, 0.8, 0.9, 1],
  ],
  [
    [0, 1],
    [0, 0.2, 0.4, 0.6, 0.8, 1],
  ],
  [[], [0, 1]],
])("the ticks of %j are %j", (values, ticks) => {
  expect(niceScale(values).ticks).toEqual(ticks);
});
