import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/random-stream.ts";
import { declaredLooks, spendingDesign, spendingPower, unbiasedDrift } from "./alpha-spending.ts";
import { SequentialTest } from "./sequential-test.ts";

const equal = (looks: number): number[] => Array.from({ length: looks }, (_, index) => (index + 1) / looks);

describe("alpha spending", () => {
  test("with one look equals the fixed test and spends all of alpha", () => {
    const { bounds, levels } = spendingDesign({ times: [1], alpha: 0.05 });
    expect(bounds[0]).toBeCloseTo(1.959964, 5);
    expect(levels[0]).toBeCloseTo(0.05, 8);
    expect(spendingPower(spendingDesign({ times: equal(20), alpha: 0.05 }), 0).power).toBeCloseTo(0.025, 4);
  });

  test("five looks that spend evenly start at the bound of alpha / 5 and end at most at Bonferroni's", () => {
    const { bounds } = spendingDesign({ times: equal(5), alpha: 0.05, rho: 1 });
    expect(bounds[0]).toBeCloseTo(2.5758, 3);
    for (let look = 1; look < 5; look++) expect(bounds[look]).toBeLessThan(bounds[look - 1]!);
    expect(bounds[4]).toBeGreaterThan(1.96);
  });

  test("needs about three quarters of the fixed number of cases at the planned difference, and at most 1.13 of it", () => {
    const fixed = 1.959964 + 0.841621;
    const design = spendingDesign({ times: equal(20), alpha: 0.05 });
    const { power, meanShare } = spendingPower(design, fixed * Math.sqrt(1.128));
    expect(power).toBeCloseTo(0.8, 2);
    expect(meanShare * 1.128).toBeCloseTo(0.748, 2);
  });

  test("the corrected drift is below the raw one after an early stop, and the raw one without an earlier look", () => {
    const design = spendingDesign({ times: equal(20), alpha: 0.05 });
    expect(unbiasedDrift(design, { look: 5, z: 3 })).toBeLessThan(3 / Math.sqrt(0.3));
    expect(unbiasedDrift(design, { look: 0, z: -4 })).toBeCloseTo(-4 / Math.sqrt(0.05), 2);
  });

  test("looks are declared before the run, each with at least twenty cases", () => {
    expect(declaredLooks(1000)).toHaveLength(20);
    expect(declaredLooks(1000)[0]).toBe(50);
    expect(declaredLooks(60)).toEqual([21, 24, 27, 30, 33, 36, 39, 42, 45, 48, 51, 54, 57, 60]);
  });
});

test("runs with twenty looks claim a false difference in at most 5 % of data sets", () => {
  const stream = new RandomStream("spending");
  const looks = declaredLooks(200);
  const design = spendingDesign({ times: looks.map((cases) => cases / 200), alpha: 0.05 });
  let [errors, found, cases] = [0, 0, 0];
  const sets = 150;
  const runs = (lost: number, gained: number): { verdict: string; n: number } => {
    const counter = new SequentialTest();
    for (let n = 1; n <= 200; n++) {
      const draw = stream.nextDouble();
      counter.add(draw < lost ? 1 : 0, draw >= lost && draw < lost + gained ? 1 : 0);
      if (!looks.includes(n)) continue;
      const { verdict } = counter.look({ plannedN: 200, spending: { looks, ...design } }).verdict;
      if (verdict === "better" || verdict === "worse") return { verdict, n };
    }
    return { verdict: "inconclusive", n: 200 };
  };
  for (let set = 0; set < sets; set++) {
    if (runs(0.1, 0.1).verdict !== "inconclusive") errors++;
    const { verdict, n } = runs(0.05, 0.2);
    cases += n;
    if (verdict === "better") found++;
  }
  expect(errors / sets).toBeLessThan(0.1);
  expect(found / sets).toBeGreaterThan(0.85);
  expect(cases / sets).toBeLessThan(140);
});

test("after a stop the comparison has both the corrected and the raw estimate", () => {
  const looks = declaredLooks(100);
  const spending = { looks, ...spendingDesign({ times: looks.map((cases) => cases / 100), alpha: 0.05 }) };
  const counter = new SequentialTest();
  for (let n = 0; n < 40; n++) counter.add(n % 4 === 0 ? 1 : 0, 1);
  const { estimate, correctedEstimate, verdict, methods } = counter.look({ plannedN: 100, spending, isLast: true });
  expect(verdict.verdict).toBe("better");
  expect(methods.interval).toBe("group sequential");
  expect(correctedEstimate!).toBeLessThan(estimate!);
  expect(correctedEstimate!).toBeGreaterThan(0);
  expect(new SequentialTest().look({ plannedN: 100, spending }).insufficient).toBe("before the first look");
});
