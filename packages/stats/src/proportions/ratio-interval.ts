import { requireConfidence } from "../argument-checks.ts";
import { normPpf } from "../distributions/normal.ts";
import { tPpf } from "../distributions/student-t.ts";
import { wilsonEnds } from "./wilson.ts";

/** Sums over independent units (cases or clusters), where hits are a part of the total: x of y, with 0 <= x <= y. */
export interface RatioSums {
  /** Units with a total above 0. */
  readonly units: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

export interface RatioInterval {
  /** Sum of x / sum of y; null where y is 0. */
  readonly estimate: number | null;
  /** Null without units, or with one unit of several draws. */
  readonly lo: number | null;
  readonly hi: number | null;
  readonly method: "Wilson" | "Wilson, effective n" | "none";
}

/**
 * The interval of a ratio of two sums over independent units, such as the recall of a class. Where each unit
 * counts once it is Wilson's. Otherwise Wilson's with the effective number of draws, which gives the
 * linearized variance of the ratio (Korn & Graubard 1998, Confidence Intervals for Proportions with Small
 * Expected Number of Positive Counts Estimated from Survey Data), reduced by (z/t)^2 for units - 1 degrees of
 * freedom, at most the draws; the units, where all units agree.
 */
export function ratioInterval({ units, x, y, xx, xy, yy }: RatioSums, conf = 0.95): RatioInterval {
  requireConfidence(conf);
  if (!(x >= 0 && x <= y)) throw new RangeError(`x must lie in [0, y], got x = ${x} and y = ${y}`);
  if (y === 0) return { estimate: null, lo: null, hi: null, method: "none" };
  const estimate = x / y;
  const z = normPpf(1 - (1 - conf) / 2);
  if (units === y && yy === y) return { estimate, ...wilsonEnds(estimate, y, z), method: "Wilson" };
  if (units < 2) return { estimate, lo: null, hi: null, method: "none" };
  const isConstant = x === 0 || x === y;
  const squares = Math.max(0, xx - 2 * estimate * xy + estimate ** 2 * yy);
  const variance = (squares / y ** 2) * (units / (units - 1));
  const draws = isConstant ? units : Math.min(y, (estimate * (1 - estimate)) / variance);
  const shrink = (z / tPpf(1 - (1 - conf) / 2, units - 1)) ** 2;
  return { estimate, ...wilsonEnds(estimate, draws * shrink, z), method: "Wilson, effective n" };
}

/** F1 from the share of hits among hits, misses and false alarms (the Jaccard index). F1 rises with the share. */
export function f1OfShare(share: number): number {
  return (2 * share) / (1 + share);
}
