import { isMissing, type Numbers } from "../missing-values.ts";
import { requireSameLength } from "../argument-checks.ts";
import { pairedT } from "./paired-t.ts";

/** Natural logs of b/a, missing (NaN) where a side is missing or not above 0. Order and length are kept. */
export function logRatios(a: Numbers, b: Numbers): Float64Array {
  requireSameLength(a, b, "a and b");
  const logs = new Float64Array(a.length).fill(NaN);
  for (let index = 0; index < a.length; index++) {
    const leftIsMissing = isMissing(a[index], "a");
    const rightIsMissing = isMissing(b[index], "b");
    if (leftIsMissing || rightIsMissing) continue;
    const left = a[index] as number;
    const right = b[index] as number;
    if (left > 0 && right > 0) logs[index] = Math.log(right / left);
  }
  return logs;
}

/** The geometric mean ratio B/A of a positive measure (latency, tokens, cost), without a unit. */
export interface PairedLogRatio {
  readonly n: number;
  /** Pairs with a side that is missing or not above 0. */
  readonly dropped: number;
  readonly ratio: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly p: number | null;
  readonly degenerate: boolean;
}

/** exp of the paired t on log(b/a). Pairs with a non-positive or missing side are left out and counted. */
export function pairedLogRatio(input: {
  readonly a: Numbers;
  readonly b: Numbers;
  readonly conf?: number;
}): PairedLogRatio {
  const logs = logRatios(input.a, input.b);
  const zeros = new Float64Array(logs.length);
  const t = pairedT({ a: zeros, b: logs, conf: input.conf ?? 0.95 });
  const exponential = (value: number | null): number | null => (value === null ? null : Math.exp(value));
  return {
    n: t.n,
    dropped: t.dropped,
    ratio: exponential(t.mean),
    lo: exponential(t.lo),
    hi: exponential(t.hi),
    p: t.p,
    degenerate: t.degenerate,
  };
}
