import { type OptionName, withOptionNames } from "@sameseed/core";
import { boundedText } from "./bounded-text.ts";

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

/** A message of the library for the terminal: with flags, and without the middle of a long text. */
export function messageText(sentence: string): string {
  return boundedText(flagsIn(sentence));
}
