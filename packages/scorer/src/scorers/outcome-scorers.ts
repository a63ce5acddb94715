import type { AnswerScorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { words } from "../text-metrics/ngrams.ts";
import { noReference, referenceScorer } from "../reference-scorer.ts";

export interface LatencyOptions extends CommonOptions {
  /** Milliseconds that are still fast enough. */
  readonly maxMs: number;
}
export interface CostOptions extends CommonOptions {
  /** US dollars that are still cheap enough. */
  readonly maxUsd: number;
}
export interface PerplexityOptions extends CommonOptions {
  /** The highest perplexity that is still sure enough. Default: none, and the value is 1 / (1 + perplexity). */
  readonly max?: number | undefined;
}
export interface FinishReasonOptions extends CommonOptions {
  /** The service's word, e.g. `stop`; several are alternatives. Default `stop`. */
  readonly value?: string | readonly string[] | undefined;
}
export interface WordCountOptions extends CommonOptions {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** 1 if the latency is at most `maxMs`. Not scored if no time was measured (a recording). */
export function latency(options: LatencyOptions): AnswerScorer {
  const { maxMs } = options;
  return limit("latency", options, {
    settings: { maxMs },
    max: maxMs,
    read: ({ latencyMs }) => latencyMs,
    unit: "ms",
    unknown: "no latency was measured",
  });
}

/** 1 if the request cost at most `maxUsd`. Not scored if the price is unknown. */
export function cost(options: CostOptions): AnswerScorer {
  const { maxUsd } = options;
  return limit("cost", options, {
    settings: { maxUsd },
    max: maxUsd,
    read: ({ costUsd }) => costUsd,
    unit: "US dollars",
    unknown: "the price is not known",
  });
}

/**
 * The perplexity exp(−mean log probability) of the answer's tokens: 1 if it is at most `max`, or
 * without `max` 1 / (1 + perplexity). Not scored without log probabilities (`logprobs: true` requests them).
 */
export function perplexity(options: PerplexityOptions = {}): AnswerScorer {
  const { max } = options;
  return referenceScorer({
    type: "perplexity",
    options,
    settings: { max },
    reference: noReference,
    judge(_output, _reference, { outcome: { meanLogprob } }) {
      if (meanLogprob === undefined) return { value: null, reason: "the service sent no log probabilities" };
      const found = Math.exp(-meanLogprob);
      const answer = String(Number(found.toPrecision(6)));
      if (max === undefined) return { value: 1 / (1 + found), answer };
      const expected = `at most ${max}`;
      return found <= max ? { value: 1, answer, expected } : { value: 0, reason: `it is ${answer}`, answer, expected };
    },
  });
}

/** 1 if the model stopped for this reason. Not scored if the service gives no reason. */
export function finishReason(options: FinishReasonOptions = {}): AnswerScorer {
  const { value = "stop" } = options;
  const wanted = [value].flat();
  const expected = wanted.join(" or ");
  return referenceScorer({
    type: "finish-reason",
    options,
    settings: { value: wanted },
    reference: noReference,
    judge(_output, _reference, { outcome: { finishReason: found } }) {
      if (found === null) return { value: null, reason: "the service gave no reason", expected };
      return wanted.includes(found)
        ? { value: 1, answer: found, expected }
        : { value: 0, reason: `it is ${found}`, answer: found, expected };
    },
  });
}

/** 1 if the answer has `min` to `max` words, separated by white space. */
export function wordCount(options: WordCountOptions): AnswerScorer {
  const { min = 0, max = Infinity } = options;
  return referenceScorer({
    type: "word-count",
    options,
    settings: { min: options.min, max: options.max },
    reference: noReference,
    judge(output) {
      const count = words(output).length;
      const expected = max === Infinity ? `at least ${min}` : `${min} to ${max}`;
      const answer = String(count);
      return count >= min && count <= max
        ? { value: 1, answer, expected }
        : { value: 0, reason: `${count} ${count === 1 ? "word" : "words"}`, answer, expected };
    },
  });
}

interface Limit {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly max: number;
  readonly read: (outcome: { readonly latencyMs: number | null; readonly costUsd: number | null }) => number | null;
  readonly unit: string;
  readonly unknown: string;
}

function limit(type: string, options: CommonOptions, { settings, max, read, unit, unknown }: Limit): AnswerScorer {
  return referenceScorer({
    type,
    options,
    settings,
    reference: noReference,
    judge(_output, _reference, { outcome }) {
      const found = read(outcome);
      const expected = `at most ${max} ${unit}`;
      if (found === null) return { value: null, reason: unknown, expected };
      const answer = String(found);
      return found <= max ? { value: 1, answer, expected } : { value: 0, reason: `${found} ${unit}`, answer, expected };
    },
  });
}
