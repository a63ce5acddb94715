import { requireAtLeast } from "../argument-checks.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";

/** Checks alpha, and that every value lies in [0, 1]. */
function unitValues(x: Numbers, alpha: number): { values: Float64Array; dropped: number } {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie in (0, 1), got ${alpha}`);
  const found = finiteValues(x, "x");
  for (const value of found.values) {
    if (value < 0 || value > 1) throw new RangeError(`x must lie in [0, 1], got ${value}`);
  }
  return found;
}

/** The predictable plug-in bets: each is set from the values before it. `fixedN` tunes them for one look at the end. */
function plugInBets(
  values: Float64Array,
  { alpha, fixedN }: { readonly alpha: number; readonly fixedN: boolean },
): Float64Array {
  const n = values.length;
  const bets = new Float64Array(n);
  // One imagined value of 1/2 with variance 1/4 starts the running moments.
  let sum = 0.5;
  let squares = 0.25;
  for (let index = 0; index < n; index++) {
    const t = index + 1;
    const variance = squares / t;
    const time = fixedN ? n : t * Math.log(1 + t);
    bets[index] = Math.sqrt((2 * Math.log(2 / alpha)) / (time * variance));
    const value = values[index] as number;
    sum += value;
    squares += (value - sum / (t + 1)) ** 2;
  }
  return bets;
}

interface Bettor {
  readonly values: Float64Array;
  readonly bets: Float64Array;
  /** A bet may risk at most this share of the capital. */
  readonly c: number;
  /** The share of the starting capital that bets on a larger mean. */
  readonly theta: number;
}

/** The log capital of a bettor against "the mean is m", now and at its highest. */
function logCapital({ values, bets, c, theta }: Bettor, m: number): { last: number; highest: number } {
  let up = Math.log(theta);
  let down = Math.log(1 - theta);
  let highest = -Infinity;
  for (let index = 0; index < values.length; index++) {
    const bet = bets[index] as number;
    const distance = (values[index] as number) - m;
    up += Math.log1p(Math.min(bet, c / m) * distance);
    down += Math.log1p(-Math.min(bet, c / (1 - m)) * distance);
    highest = Math.max(highest, up, down);
  }
  return { last: Math.max(up, down), highest };
}

/**
 * The natural log of the hedged capital against each mean m after all values of x in [0, 1] (Waudby-Smith & Ramdas
 * 2024, Estimating Means of Bounded Random Variables by Betting). Reaching log(1/alpha) at any time rejects m.
 */
export function hedgedLogCapital(input: {
  readonly x: Numbers;
  readonly alpha: number;
  readonly m: readonly number[];
  readonly c?: number;
  readonly theta?: number;
}): number[] {
  const { alpha, m, c = 0.5, theta = 0.5 } = input;
  if (!(c > 0 && c <= 1)) throw new RangeError(`c must lie in (0, 1], got ${c}`);
  if (!(theta > 0 && theta < 1)) throw new RangeError(`theta must lie in (0, 1), got ${theta}`);
  if (m.some((mean) => !(mean >= 0 && mean <= 1))) throw new RangeError("m must lie in [0, 1]");
  const { values } = unitValues(input.x, alpha);
  const bets = plugInBets(values, { alpha, fixedN: false });
  return m.map((mean) => logCapital({ values, bets, c, theta }, mean).last);
}

/** An interval for a mean in [0, 1] with guaranteed coverage at any n; null where no grid point is left. */
export interface HedgedInterval {
  readonly n: number;
  readonly dropped: number;
  readonly lo: number | null;
  readonly hi: number | null;
}

/**
 * The hedged betting interval of a mean in [0, 1], on a grid of means, its ends one grid step outwards. By default for
 * one look at the end; `anytime: true` makes it hold at all looks together. n = 0 gives [0, 1]. O(n x grid).
 */
export function hedgedCi(input: {
  readonly x: Numbers;
  readonly alpha?: number;
  readonly grid?: number;
  readonly anytime?: boolean;
}): HedgedInterval {
  const { alpha = 0.05, grid = 1000, anytime = false } = input;
  requireAtLeast(grid, 2, "grid");
  const { values, dropped } = unitValues(input.x, alpha);
  const n = values.length;
  if (n === 0) return { n, dropped, lo: 0, hi: 1 };
  const bets = plugInBets(values, { alpha, fixedN: !anytime });
  const limit = -Math.log(alpha);
  let first: number | null = null;
  let last = 0;
  for (let point = 0; point <= grid; point++) {
    const { highest } = logCapital({ values, bets, c: 0.5, theta: 0.5 }, point / grid);
    if (highest >= limit) continue;
    first ??= point;
    last = point;
  }
  if (first === null) return { n, dropped, lo: null, hi: null };
  return { n, dropped, lo: Math.max(0, (first - 1) / grid), hi: Math.min(1, (last + 1) / grid) };
}
