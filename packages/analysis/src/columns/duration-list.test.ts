import { quantile7 } from "@sameseed/stats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DurationList } from "./duration-list.ts";

const QUANTILES = [0, 0.05, 0.5, 0.95, 1];
const whole = fc.integer({ min: 0, max: 100_000_000 }).map((microseconds) => microseconds / 1000);
const any = fc.oneof(
  { weight: 20, arbitrary: whole },
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.constantFrom(0, -0.5, 4_294_967.295, 4_294_967.296),
);

test.each([
  ["whole microseconds", whole],
  ["any durations", any],
])("quantiles of %s equal those of the numbers", (_, duration) => {
  fc.assert(
    fc.property(fc.array(duration, { maxLength: 200 }), (durations) => {
      const list = new DurationList(2);
      for (const each of durations) list.push(each);
      expect(list.quantiles(QUANTILES)).toEqual(quantile7({ x: durations, q: QUANTILES }));
    }),
  );
});
