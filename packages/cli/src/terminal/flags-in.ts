import { type OptionName, withOptionNames } from "@sameseed/core";

/** Flags with names that do not follow the rule from the options. */
const OTHERS: Partial<Record<OptionName, string>> = {
  "budget.maxCostUsd": "--max-cost",
  "budget.maxDurationMs": "--max-duration",
  "budget.maxTokens": "--max-tokens-total",
  concurrency: "--max-concurrency",
  formats: "--format",
  isPartial: "--partial",
  "latency.warmUp": "--warm-up",
  maxRequestsPerMinute: "--max-rpm",
  timeoutMs: "--timeout",
  trialTimeoutMs: "--trial-timeout",
  variants: "--variant",
};

/** The flag that sets an option of the library. */
export function flagOf(name: OptionName): string {
  return OTHERS[name] ?? `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** A sentence of the library with flags instead of its options. */
export function flagsIn(sentence: string): string {
  return withOptionNames(sentence, flagOf);
}
