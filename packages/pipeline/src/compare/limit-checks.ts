import { dollars, isCounted, type Manifest, milliseconds, plural, type Row } from "@sameseed/core";
import { quantileCi, tInterval } from "@sameseed/stats";
import type { Limit } from "../choices/threshold.ts";
import type { Check } from "./gate.ts";

export interface LimitOptions {
  readonly limits: readonly Limit[];
  /** Variants that need not keep them. */
  readonly exempt: readonly string[];
}

/** The measurements of one variant. */
interface Measured {
  readonly latencies: number[];
  readonly firstTokens: number[];
  /** By case: the prices of its answers. */
  readonly costs: Map<string, number[]>;
  /** Number of answers with an unknown price. */
  unpriced: number;
}

interface Held {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** The units of the estimate, such as `240 answers`. */
  readonly over: string;
  /** Why the data is inconclusive, in a sentence; absent where the interval shows it. */
  readonly reason?: string;
}

/** The confidence of the intervals, on both sides together. */
const CONFIDENCE = 0.95;

/**
 * Compares costs and times with limits by their 95 % intervals: an interval below the limit passes, one above
 * it fails, and one that contains it is undecided. Quantiles are over the answers that were not cached, with
 * order-statistic intervals; the cost is a mean over cases with a t interval. Failed trials count in neither.
 */
export async function limitChecks(
  manifest: Manifest,
  rows: AsyncIterable<Row>,
  { limits, exempt }: LimitOptions,
): Promise<readonly Check[]> {
  const measured = new Map<string, Measured>();
  for (const { id, control } of manifest.variants)
    if (control !== true && !exempt.includes(id))
      measured.set(id, { latencies: [], firstTokens: [], costs: new Map(), unpriced: 0 });
  for await (const row of rows) {
    const of = measured.get(row.trial.variant);
    if (of !== undefined && isCounted(manifest, row)) add(of, row);
  }
  return [...measured].flatMap(([variant, of]) => limits.map((limit) => limitCheck(variant, limit, of)));
}

function add(of: Measured, { trial, outcome }: Row): void {
  if (outcome.status === "failed") return;
  const { latencies, firstTokens, costs } = of;
  if (!outcome.cached) {
    if (outcome.latencyMs !== null) latencies.push(outcome.latencyMs);
    if (outcome.ttftMs !== null) firstTokens.push(outcome.ttftMs);
  }
  if (outcome.costUsd === null) {
    of.unpriced++;
    return;
  }
  const known = costs.get(trial.case.id);
  if (known === undefined) costs.set(trial.case.id, [outcome.costUsd]);
  else known.push(outcome.costUsd);
}

function limitCheck(variant: string, limit: Limit, of: Measured): Check {
  const { metric, most } = limit;
  const text = limit.kind === "cost" ? dollars : milliseconds;
  const held = limit.kind === "cost" ? heldCost(of) : heldTime(limit, of);
  const { estimate, low, high, over, reason } = held;
  const check = { name: `${variant} keeps ${metric} to ${text(most)}`, group: `threshold.${metric}`, variant };
  if (estimate === null)
    return { ...check, result: "undecided", message: `${variant}: ${metric} is unknown. ${reason ?? ""}`.trimEnd() };
  const result = resultOf({ low, high }, most);
  const interval = low === null && high === null ? "[no interval]" : `[${ends({ low, high }, text)}]`;
  const why = result !== "undecided" ? "" : ` ${reason ?? "The interval contains the limit, so the data cannot tell."}`;
  return {
    ...check,
    result,
    message: `${variant}: ${metric} ${text(estimate)} ${interval} over ${over}, at most ${text(most)} wanted.${why}`,
  };
}

function ends({ low, high }: Pick<Held, "low" | "high">, text: (value: number) => string): string {
  return [low, high].map((end) => (end === null ? "?" : text(end))).join(", ");
}

function resultOf({ low, high }: Pick<Held, "low" | "high">, most: number): Check["result"] {
  if (high !== null && high <= most) return "passed";
  return low !== null && low > most ? "failed" : "undecided";
}

function heldTime({ kind, quantile: q }: Extract<Limit, { quantile: number }>, of: Measured): Held {
  const values = kind === "latency" ? of.latencies : of.firstTokens;
  const over = plural(values.length, "answer");
  if (values.length === 0)
    return {
      estimate: null,
      low: null,
      high: null,
      over,
      reason: "No uncached answer has a latency.",
    };
  const { estimate, lo, hi } = quantileCi({ x: Float64Array.from(values), q, conf: CONFIDENCE });
  const needed = Math.ceil(Math.log((1 - CONFIDENCE) / 2) / Math.log(q));
  return {
    estimate,
    low: lo,
    high: hi,
    over,
    ...(hi === null && { reason: `An upper end for this quantile needs ${plural(needed, "answer")} or more.` }),
  };
}

/** Cases are the independent units: repeats are averaged first. */
function heldCost({ costs, unpriced }: Measured): Held {
  const means = [...costs.values()].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const over = plural(means.length, "case");
  if (unpriced > 0 || means.length === 0)
    return {
      estimate: null,
      low: null,
      high: null,
      over,
      reason:
        unpriced > 0
          ? `The price of ${plural(unpriced, "answer")} is unknown. Add the model to the prices of the benchmark, then run it again.`
          : "No answer.",
    };
  const { mean, lo, hi } = tInterval({ x: Float64Array.from(means) });
  const isExact = means.every((value) => value === means[0]);
  const thousand = (value: number | null): number | null => (value === null ? null : 1000 * Math.max(0, value));
  return {
    estimate: thousand(mean),
    low: isExact ? thousand(mean) : thousand(lo),
    high: isExact ? thousand(mean) : thousand(hi),
    over,
    ...(means.length < 2 && !isExact && { reason: "An interval needs two cases or more." }),
  };
}
