/** A mean that must be reached. */
export interface Threshold {
  readonly metric: string;
  /** In [0, 1]. */
  readonly least: number;
}

/** A limit on an answer's cost or time. */
export type Limit = (
  | {
      /** US dollars per 1,000 answers. */
      readonly kind: "cost";
    }
  | {
      /** Milliseconds of the whole answer, or until its first token. */
      readonly kind: "latency" | "ttft";
      /** The quantile to check, in (0, 1). */
      readonly quantile: number;
    }
) & { readonly metric: string; readonly most: number };

const TIME = /^(latency|ttft)_p(\d{1,2}(?:\.\d+)?)_ms$/;
const COST_METRIC = "cost_per_1000";
const NAMED_NUMBER = /^(.+)=([^=]+)$/;

/** `score=0.8`; null when it is not of that form. */
export function parseThreshold(text: string): Threshold | null {
  const [, metric = "", number = ""] = NAMED_NUMBER.exec(text) ?? [];
  const least = Number(number);
  return metric === "" || number.trim() === "" || !(least >= 0 && least <= 1) ? null : { metric: metric.trim(), least };
}

/** `latency_p95_ms=500`, `ttft_p50_ms=200` or `cost_per_1000=0.4`; null when it is not of that form. */
export function parseLimit(text: string): Limit | null {
  const [, name = "", number = ""] = NAMED_NUMBER.exec(text) ?? [];
  const [metric, most] = [name.trim(), Number(number)];
  if (number.trim() === "" || !(most >= 0 && Number.isFinite(most))) return null;
  if (metric === COST_METRIC) return { kind: "cost", metric, most };
  const [, kind, percent] = TIME.exec(metric) ?? [];
  const quantile = Number(percent) / 100;
  if ((kind !== "latency" && kind !== "ttft") || !(quantile > 0 && quantile < 1)) return null;
  return { kind, metric, quantile, most };
}

/** Whether a name is that of a limit and not of a mean. */
export function isLimitName(name: string): boolean {
  return name === COST_METRIC || TIME.test(name);
}
