import { exp } from "./exact-math.ts";
import type { UniformStream } from "./seeded-stream.ts";

export interface SamplerOptions {
  /** 0 takes the likeliest token. */
  readonly temperature: number;
  /** The smallest set of likeliest tokens with at least this probability; 1 takes all. */
  readonly topP: number;
  /** At most this many of the likeliest tokens. */
  readonly topK: number;
}

/** One token by its logit; a logit of -Infinity is never taken. Equal logits: the lower id comes first. */
export function sampleToken(logits: Float32Array, options: SamplerOptions, uniform: UniformStream): number {
  if (options.temperature === 0) return likeliest(logits);
  const order = Array.from(logits.keys())
    .filter((id) => logits[id]! > -Infinity)
    .toSorted((left, right) => logits[right]! - logits[left]! || left - right)
    .slice(0, options.topK);
  const highest = logits[order[0]!]!;
  const weights = order.map((id) => exp((logits[id]! - highest) / options.temperature));
  const nucleus = options.topP * sum(weights, weights.length);
  let kept = 0;
  for (let reached = 0; kept < weights.length && (kept === 0 || reached < nucleus); kept++) reached += weights[kept]!;

  let left = uniform() * sum(weights, kept);
  for (let index = 0; index < kept; index++) {
    left -= weights[index]!;
    if (left < 0) return order[index]!;
  }
  return order[kept - 1]!;
}

function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

function sum(values: readonly number[], count: number): number {
  let total = 0;
  for (let index = 0; index < count; index++) total += values[index]!;
  return total;
}
