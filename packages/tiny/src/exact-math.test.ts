import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exp } from "./exact-math.ts";

describe("exp", () => {
  test("is within a few units in the last place of the built-in one", () => {
    fc.assert(
      fc.property(fc.double({ min: -690, max: 690, noNaN: true }), (x) => {
        expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(2e-15);
      }),
      { numRuns: 2000 },
    );
  });

  test("grows with its argument", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -690, max: 690, noNaN: true }),
        fc.double({ min: 1e-9, max: 10, noNaN: true }),
        (x, step) => {
          expect(exp(x + step)).toBeGreaterThan(exp(x));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    [0, 1],
    [-701, 0],
    [-Infinity, 0],
  ])("of %d is exactly %d", (x, expected) => {
    expect(exp(x)).toBe(expected);
  });

  test("stays finite far above its range", () => {
    expect(exp(1e9)).toBe(exp(709));
    expect(Number.isFinite(exp(1e9))).toBe(true);
  });
});

test.each(["answer", "exact-math", "sampler", "seeded-stream", "transformer", "weights"])(
  "%s.ts uses no function whose precision is left to the engine",
  (name) => {
    const source = readFileSync(new URL(`./${name}.ts`, import.meta.url), "utf8").replaceAll(
      /\/\*[\s\S]*?\*\/|\/\/.*/g,
      "",
    );
    const calls = Array.from(source.matchAll(/Math\.(\w+)/g), ([, called]) => called);
    expect(new Set(["sqrt", "floor", "min", "max", "imul"])).toEqual(
      new Set([...calls, "sqrt", "floor", "min", "max", "imul"]),
    );
    expect(source).not.toContain(" ** ");
  },
);
