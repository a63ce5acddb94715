import fc from "fast-check";
import { expect, test } from "vitest";

test("strings of any characters equal those of fast-check itself", () => {
  const drawn = fc.sample(fc.string({ unit: "binary", maxLength: 6 }), { seed: 7, numRuns: 40 });
  expect(drawn.slice(2, 6)).toEqual([
    "\u{d333}",
    "\u{c49f6}\u{34f8a}\u{52873}",
    "\u{10fff2}\u000b\u{58fc9}\u0002",
    "\b\t\n",
  ]);
  expect(drawn.every((text) => text.isWellFormed())).toBe(true);
});

test("a string that breaks a law is made as small as fast-check makes it", () => {
  const law = fc.property(fc.string({ unit: "binary" }), (text) => !/[\u{1F000}-\u{2FFFF}]/u.test(text));
  expect(fc.check(law, { seed: 9, numRuns: 1000 })).toMatchObject({ counterexample: ["\u{1F000}"] });
});
