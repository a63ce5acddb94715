import fc from "fast-check";
import { expect, test } from "vitest";
import { RandomStream } from "../random/random-stream.ts";
import { asympCsAnytimeP, asympCsHalfWidth } from "./asymptotic-sequence.ts";
import { mcnemarEValue } from "./mcnemar-e-value.ts";
import { SequentialTest } from "./sequential-test.ts";

const tallyOf = (pairs: readonly (readonly [number | null, number | null])[]): SequentialTest => {
  const counter = new SequentialTest();
  for (const [a, b] of pairs) counter.add(a, b);
  return counter;
};
const times = (count: number, [a, b]: readonly [number | null, number | null]) =>
  Array.from({ length: count }, () => [a, b] as const);
const score = fc.constantFrom(0, 0.25, 0.5, 1);

test("pass/fail pairs get the e-value's p and the confidence sequence's interval", () => {
  const pairs = [...times(60, [1, 1]), ...times(30, [0, 1]), ...times(5, [1, 0]), ...times(1, [null, 1])];
  const look = tallyOf(pairs).look({ plannedN: 300 });
  expect(look).toMatchObject({
    n: 95,
    dropped: 1,
    nonTied: 35,
    table: { a: 60, b: 5, c: 30, d: 0 },
    sizes: { mde: null },
  });
  expect(look.methods).toEqual({ interval: "confidence sequence", p: "e-value" });
  expect(look.p).toBeCloseTo(1 / mcnemarEValue({ b: 5, c: 30 }).uniform, 12);
  expect(look.interval!.lo).toBeGreaterThan(0);
  expect(look.verdict.verdict).toBe("better");
});

test("the anytime p is alpha exactly where the sequence of that level touches 0", () => {
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 5000 }), fc.double({ min: 0.05, max: 1, noNaN: true }), (n, sd) => {
      const half = asympCsHalfWidth({ n, sd, alpha: 0.025, nStar: 200 }).halfWidth!;
      expect(asympCsAnytimeP({ n, mean: half, sd, alpha: 0.025, nStar: 200 })).toBeCloseTo(0.025, 10);
    }),
  );
});

test("swapping the variants negates the sequence and reverses the verdict", () => {
  const turned: Record<string, string> = { better: "worse", worse: "better" };
  fc.assert(
    fc.property(fc.array(fc.tuple(score, score), { minLength: 50, maxLength: 120 }), (pairs) => {
      const forth = tallyOf(pairs).look({ plannedN: 100 });
      const back = tallyOf(pairs.map(([a, b]) => [b, a] as const)).look({ plannedN: 100 });
      expect(back.interval?.lo ?? 0).toBeCloseTo(-(forth.interval?.hi ?? 0), 12);
      expect(back.p).toBe(forth.p);
      expect(back.verdict.verdict).toBe(turned[forth.verdict.verdict] ?? forth.verdict.verdict);
    }),
  );
});

test("several comparisons share the level: wider sequences, larger adjusted p", () => {
  const counter = tallyOf(Array.from({ length: 80 }, (_, place) => [0, place % 3 === 0 ? 0.5 : 0] as const));
  const [alone, third] = [counter.look({ plannedN: 100 }), counter.look({ plannedN: 100, comparisons: 3 })];
  expect(third.alpha).toBeCloseTo(0.05 / 3, 12);
  expect(third.interval!.hi).toBeGreaterThan(alone.interval!.hi);
  expect(third.pAdjusted).toBeCloseTo(Math.min(1, 3 * third.p!), 12);
});

test.each([
  [0, "no cases"],
  [49, "fewer than 50 cases for a sequence"],
])("with %i cases there is no sequence: %s", (n, insufficient) => {
  const look = tallyOf(Array.from({ length: n }, () => [0, 1] as const)).look({ plannedN: 100 });
  expect(look).toMatchObject({ interval: null, insufficient, verdict: { verdict: "insufficient" } });
});

test("cases that all tie have no sequence and no verdict", () => {
  const look = tallyOf(Array.from({ length: 60 }, () => [1, 1] as const)).look({ plannedN: 100 });
  expect(look).toMatchObject({ interval: null, p: 1, insufficient: "no variance for a sequence" });
});

test("with a look after every case, at most 5 % of runs claim a false difference", () => {
  const runs = 400;
  let claims = 0;
  for (let run = 0; run < runs; run++) {
    const stream = new RandomStream(`sequence-counter|${run}`);
    const counter = new SequentialTest();
    for (let n = 1; n <= 300; n++) {
      counter.add(stream.nextDouble() < 0.5 ? 1 : 0, stream.nextDouble() < 0.5 ? 1 : 0);
      if (n < 50) continue;
      if (!["better", "worse"].includes(counter.look({ plannedN: 300 }).verdict.verdict)) continue;
      claims++;
      break;
    }
  }
  expect(claims / runs).toBeLessThanOrEqual(0.05 + 2.5 * Math.sqrt((0.05 * 0.95) / runs));
  expect(claims).toBeGreaterThan(0);
});
