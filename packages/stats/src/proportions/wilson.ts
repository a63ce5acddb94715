import { requireConfidence, requireCount } from "../argument-checks.ts";
import { normPpf } from "../distributions/normal.ts";

/** `k` successes of `n`, at confidence `conf` (default 0.95). */
export interface ProportionInput {
  readonly k: number;
  readonly n: number;
  readonly conf?: number;
}

/** A proportion in [0, 1] with its interval; the estimate is null at n = 0. */
export interface ProportionInterval {
  readonly estimate: number | null;
  readonly lo: number;
  readonly hi: number;
}

/** The arguments of a proportion, from either calling form. Throws RangeError unless 0 <= k <= n and 0 < conf < 1. */
export function proportionInput(
  first: number | ProportionInput,
  n: number | undefined,
  conf: number | undefined,
): Required<ProportionInput> {
  const input = typeof first === "number" ? { k: first, n: n ?? NaN, conf } : first;
  const { k, n: size, conf: level = 0.95 } = input;
  requireCount(size, "n");
  requireCount(k, "k");
  if (k > size) throw new RangeError(`k must be at most n, got k = ${k} and n = ${size}`);
  requireConfidence(level);
  return { k, n: size, conf: level };
}

/**
 * Wilson's score interval (Wilson 1927), the default for a pass rate. Ends are exactly 0 at k = 0 and 1 at k = n;
 * n = 0 gives [0, 1]. Call as `wilson(k, n, conf)` or `wilson({ k, n, conf })`.
 */
export function wilson(k: number, n: number, conf?: number): ProportionInterval;
export function wilson(input: ProportionInput): ProportionInterval;
export function wilson(first: number | ProportionInput, second?: number, third?: number): ProportionInterval {
  const { k, n, conf } = proportionInput(first, second, third);
  if (n === 0) return { estimate: null, lo: 0, hi: 1 };
  const p = k / n;
  return { estimate: p, ...wilsonEnds(p, n, normPpf(1 - (1 - conf) / 2)) };
}

/** The ends for a share p of n draws, which need not be whole, at the normal quantile z. */
export function wilsonEnds(p: number, n: number, z: number): { readonly lo: number; readonly hi: number } {
  const centre = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return { lo: p === 0 ? 0 : (centre - half) / scale, hi: p === 1 ? 1 : (centre + half) / scale };
}
