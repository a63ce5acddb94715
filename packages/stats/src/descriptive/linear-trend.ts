import { requireConfidence, requireSameLength } from "../argument-checks.ts";
import { tPpf, tSf } from "../distributions/student-t.ts";
import { isMissing, type Numbers } from "../missing-values.ts";

/** The slope of y on x, in units of y a unit of x. Null where fewer than three points, or one x, leave it undefined. */
export interface LinearTrend {
  readonly n: number;
  /** Points with a missing side. */
  readonly dropped: number;
  readonly slope: number | null;
  readonly se: number | null;
  readonly df: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  /** Two-sided, of a slope of 0. */
  readonly p: number | null;
}

/**
 * Least squares of y on x with the t interval of its slope. Errors must be independent: of a series with memory the
 * interval is too narrow. Points with a missing side are left out and counted.
 */
export function linearTrend(input: { readonly x: Numbers; readonly y: Numbers; readonly conf?: number }): LinearTrend {
  const { x, y, conf = 0.95 } = input;
  requireSameLength(x, y, "x and y");
  requireConfidence(conf);
  let [n, meanX, meanY, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < x.length; index++) {
    if (isMissing(x[index], "x") || isMissing(y[index], "y")) continue;
    n++;
    const fromX = (x[index] as number) - meanX;
    const fromY = (y[index] as number) - meanY;
    meanX += fromX / n;
    meanY += fromY / n;
    xx += fromX * ((x[index] as number) - meanX);
    xy += fromX * ((y[index] as number) - meanY);
    yy += fromY * ((y[index] as number) - meanY);
  }
  const dropped = x.length - n;
  if (n < 3 || xx === 0) return { n, dropped, slope: null, se: null, df: null, lo: null, hi: null, p: null };
  const slope = xy / xx;
  const df = n - 2;
  const se = Math.sqrt(Math.max(0, yy - slope * xy) / df / xx);
  const half = tPpf(1 - (1 - conf) / 2, df) * se;
  const p = se === 0 ? (slope === 0 ? 1 : 0) : Math.min(1, 2 * tSf(Math.abs(slope / se), df));
  return { n, dropped, slope, se, df, lo: slope - half, hi: slope + half, p };
}
