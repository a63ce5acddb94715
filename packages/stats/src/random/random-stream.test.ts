import { expect, test } from "vitest";
import { RandomStream } from "./random-stream.ts";

test.each([1, 2, 3, 15, 3004, 5000, 2 ** 20 + 7, 2 ** 21])("filling draws below %d like single draws", (bound) => {
  const [one, filled] = [new RandomStream(`below ${bound}`), new RandomStream(`below ${bound}`)];
  const target = new Uint32Array(500);
  filled.fillBelow(target, bound);
  expect([...target]).toEqual(Array.from(target, () => one.nextBelow(bound)));
  expect(filled.nextUint32()).toBe(one.nextUint32());
});

test("filled signs equal single draws, and the stream continues after them", () => {
  const [one, filled] = [new RandomStream("signs"), new RandomStream("signs")];
  const target = new Float64Array(500);
  filled.fillSigns(target);
  expect([...target]).toEqual(Array.from(target, () => one.nextSign()));
  expect(filled.nextUint32()).toBe(one.nextUint32());
});

test.each([0, -1, 1.5, NaN, 2 ** 21 + 1])("a bound of %d cannot be filled", (bound) => {
  expect(() => new RandomStream("x").fillBelow(new Uint32Array(1), bound)).toThrow(RangeError);
});
