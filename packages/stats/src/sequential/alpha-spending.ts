import { requireAtLeast } from "../argument-checks.ts";
import { normSf } from "../distributions/normal.ts";

const LOOKS = 20;
const FIRST_LOOK = 20;
/** Points of the grid that carries the density of paths that have not stopped. Odd, for Simpson's rule. */
const GRID = 81;

/** A Brownian motion with drift that has not left its bounds, as a density on a grid. */
interface Density {
  readonly points: Float64Array;
  /** Density times Simpson's weight. */
  readonly mass: Float64Array;
}

const START: Density = { points: Float64Array.of(0), mass: Float64Array.of(1) };

const density = (x: number, sd: number): number => Math.exp((-x * x) / (2 * sd * sd)) / (sd * Math.sqrt(2 * Math.PI));

/** The next look's density inside (-bound, bound), after a step of `time` with the drift. */
function stepped(before: Density, { bound, time, drift }: { bound: number; time: number; drift: number }): Density {
  const points = Float64Array.from({ length: GRID }, (_, index) => bound * ((2 * index) / (GRID - 1) - 1));
  const width = (2 * bound) / (GRID - 1);
  const sd = Math.sqrt(time);
  const mass = points.map((point, index) => {
    let sum = 0;
    for (let from = 0; from < before.points.length; from++) {
      sum += before.mass[from]! * density(point - before.points[from]! - drift * time, sd);
    }
    const weight = index === 0 || index === GRID - 1 ? 1 : index % 2 === 1 ? 4 : 2;
    return (sum * weight * width) / 3;
  });
  return { points, mass };
}

/** The probability that the next look is above a point. */
function above(before: Density, { point, time, drift }: { point: number; time: number; drift: number }): number {
  const sd = Math.sqrt(time);
  let sum = 0;
  for (let from = 0; from < before.points.length; from++) {
    sum += before.mass[from]! * normSf((point - before.points[from]! - drift * time) / sd);
  }
  return sum;
}

/** A group-sequential design: at which shares of the planned cases the data are looked at, and at which levels. */
export interface SpendingDesign {
  /** Shares of the planned cases, rising, the last 1. */
  readonly times: readonly number[];
  /** Two-sided nominal level of each look. */
  readonly levels: readonly number[];
  /** Bounds of the standardized difference. */
  readonly bounds: readonly number[];
}

interface SpendingInput {
  readonly times: readonly number[];
  readonly alpha: number;
  readonly rho?: number;
}

/** Designs by their input, the last ones: all comparisons of a report share one, which takes 30 ms. */
const designs = new Map<string, SpendingDesign>();
const MOST_DESIGNS = 16;

/** The part of alpha that may be spent up to a share of the planned cases: alpha t^rho (Kim & DeMets 1987). */
export function spendingDesign({ times, alpha, rho = 1.5 }: SpendingInput): SpendingDesign {
  const key = [alpha, rho, ...times].join();
  const known = designs.get(key);
  if (known !== undefined) return known;
  if (designs.size === MOST_DESIGNS) designs.delete(designs.keys().next().value!);
  const design = newDesign([...times], alpha, rho);
  designs.set(key, design);
  return design;
}

function newDesign(times: readonly number[], alpha: number, rho: number): SpendingDesign {
  const bounds: number[] = [];
  let before = START;
  let [spent, last] = [0, 0];
  for (const time of times) {
    const step = time - last;
    const share = alpha * time ** rho;
    const target = (share - spent) / 2;
    let [low, high] = [0, 8 * Math.sqrt(time)];
    for (let round = 0; round < 60; round++) {
      const middle = (low + high) / 2;
      if (middle === low || middle === high) break; // neighbours
      if (above(before, { point: middle, time: step, drift: 0 }) > target) low = middle;
      else high = middle;
    }
    const bound = (low + high) / 2;
    bounds.push(bound / Math.sqrt(time));
    before = stepped(before, { bound, time: step, drift: 0 });
    [spent, last] = [share, time];
  }
  return { times, bounds, levels: bounds.map((bound) => 2 * normSf(bound)) };
}

/** Power and mean share of the planned cases under a drift (the standardized difference at the planned cases). */
export function spendingPower(
  { times, bounds }: SpendingDesign,
  drift: number,
): { readonly power: number; readonly meanShare: number } {
  let before = START;
  let [last, power, mean, alive] = [0, 0, 0, 1];
  times.forEach((time, look) => {
    const [step, bound] = [time - last, bounds[look]! * Math.sqrt(time)];
    const up = above(before, { point: bound, time: step, drift });
    const inside = above(before, { point: -bound, time: step, drift }) - up;
    power += up;
    mean += time * (look === times.length - 1 ? alive : alive - inside);
    alive = inside;
    before = stepped(before, { bound, time: step, drift });
    last = time;
  });
  return { power, meanShare: mean };
}

/** Looks of a run that is planned for this many cases: twenty, at equal distances, none before the twentieth case. */
export function declaredLooks(plannedCases: number): readonly number[] {
  requireAtLeast(plannedCases, 1, "plannedCases");
  const looks = Array.from({ length: LOOKS }, (_, index) => Math.round((plannedCases * (index + 1)) / LOOKS));
  return [...new Set(looks)].filter((cases) => cases >= FIRST_LOOK || cases === plannedCases);
}

/**
 * The median-unbiased drift after stopping at a look with a standardized difference z (stage-wise ordering: Armitage 1957;
 * Siegmund 1978): the drift under which an end at least as extreme has a chance of one half.
 */
export function unbiasedDrift(
  { times, bounds }: SpendingDesign,
  { look, z }: { readonly look: number; readonly z: number },
): number {
  const chance = (drift: number): number => {
    let before = START;
    let [last, sum] = [0, 0];
    for (let at = 0; at <= look; at++) {
      const time = times[at]!;
      const point = Math.abs(at === look ? z : bounds[at]!) * Math.sqrt(time);
      sum += above(before, { point, time: time - last, drift });
      if (at < look) before = stepped(before, { bound: point, time: time - last, drift });
      last = time;
    }
    return sum;
  };
  const raw = Math.abs(z) / Math.sqrt(times[look]!);
  let [low, high] = [-1, raw + 1];
  for (let round = 0; round < 20; round++) {
    const middle = (low + high) / 2;
    if (chance(middle) < 0.5) low = middle;
    else high = middle;
  }
  return (Math.sign(z) * (low + high)) / 2;
}
