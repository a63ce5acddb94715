import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/random-stream.ts";
import { covariateAdjusted } from "./covariate-adjusted.ts";

interface World {
  /** Correlation of the difference with the first covariate. */
  readonly slope: number;
  /** Further covariates of pure noise. */
  readonly noise?: number;
}

/** Draws 100 of 400 cases with differences of -1, 0, 1 that depend on a difficulty in [0, 1]. */
function drawn(stream: RandomStream, { slope, noise = 0 }: World) {
  const all = Array.from({ length: 400 }, () => {
    const hardness = stream.nextDouble();
    const luck = stream.nextDouble();
    const gain = 0.2 + slope * (hardness - 0.5);
    const d = luck < gain ? 1 : luck < gain + 0.1 ? -1 : 0;
    return { d, x: [hardness, ...Array.from({ length: noise }, () => 100 * stream.nextDouble() ** 4)] };
  });
  const [run, rest] = [all.slice(0, 100), all.slice(100)];
  return { d: run.map((one) => one.d), x: run.map((one) => one.x), rest: rest.map((one) => one.x) };
}

function study(world: World, sets = 300): { coverage: number; saved: number } {
  const stream = new RandomStream(`covariates|${JSON.stringify(world)}`);
  let [covered, saved] = [0, 0];
  for (let set = 0; set < sets; set++) {
    const found = covariateAdjusted({ ...drawn(stream, world), label: `set ${set}` });
    if (found.lo! <= 0.1 && 0.1 <= found.hi!) covered++;
    saved += found.saved! / sets;
  }
  return { coverage: covered / sets, saved };
}

describe("a difference adjusted by covariates", () => {
  test("reduces variance with useful covariates and keeps its coverage", () => {
    const { coverage, saved } = study({ slope: 0.4 });
    expect(saved).toBeGreaterThan(0.01);
    expect(coverage).toBeGreaterThan(0.92);
  });

  test("keeps its coverage and loses almost nothing with useless or extreme covariates", () => {
    for (const world of [{ slope: 0 }, { slope: 0, noise: 6 }]) {
      const { coverage, saved } = study(world);
      expect(coverage).toBeGreaterThan(0.92);
      expect(saved).toBeGreaterThan(-0.05);
    }
  });

  test("removes the variance that the covariate explains, which comes from the choice of cases", () => {
    // d is a line in x: the variance within the run is removed, and the estimate is that of all 400 cases.
    const x = Array.from({ length: 400 }, (_, index) => [(index * 7919) % 400]);
    const d = x.slice(0, 100).map(([value]) => value! / 400 - 0.5);
    const whole = x.reduce((sum, [value]) => sum + value! / 400 - 0.5, 0) / 400;
    const found = covariateAdjusted({ d, x: x.slice(0, 100), rest: x.slice(100), label: "line" });
    expect(found.estimate).toBeCloseTo(whole, 2);
    expect(found.saved).toBeGreaterThan(0.7);
    expect(found).toMatchObject({ n: 100, rest: 300 });
  });

  test("needs 50 cases and others that were not run; a constant covariate changes nothing", () => {
    const x = Array.from({ length: 60 }, () => [1]);
    const d = x.map((_, index) => (index % 3) - 1);
    expect(covariateAdjusted({ d: d.slice(20), x: x.slice(20), rest: x, label: "few" }).estimate).toBeNull();
    expect(covariateAdjusted({ d, x, rest: [], label: "none" }).estimate).toBeNull();
    const found = covariateAdjusted({ d, x, rest: x, label: "constant" });
    expect(found.estimate).toBeCloseTo(d.reduce((sum, value) => sum + value, 0) / 60, 3);
    expect(Math.abs(found.saved!)).toBeLessThan(0.02);
    expect(() => covariateAdjusted({ d, x: [], rest: x, label: "x" })).toThrow(RangeError);
  });
});
