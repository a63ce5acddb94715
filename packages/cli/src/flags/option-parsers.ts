import type { Shard } from "@sameseed/core";
import {
  DELIMITERS,
  EXPORT_FORMATS,
  type ExportFormat,
  isLimitName,
  type Limit,
  parseLimit,
  parseThreshold,
  type Threshold,
} from "@sameseed/pipeline/choices";
import { InvalidArgumentError } from "commander";
import { durationMs } from "./duration.ts";

/** An integer from 0. */
export function natural(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0 && text.trim() !== "") return value;
  throw new InvalidArgumentError("Expected an integer ≥ 0.");
}

/** `name=10`, once for each scorer. */
export function scale(text: string, before: Readonly<Record<string, number>> = {}): Readonly<Record<string, number>> {
  const [, name, highest] = /^(.+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (name === undefined || !(Number(highest) > 0))
    throw new InvalidArgumentError("Expected <scorer>=<number above 0>.");
  return { ...before, [name]: Number(highest) };
}

/** `category,language`: names that are not empty. */
export function texts(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "")) return names;
  throw new InvalidArgumentError("Expected names separated by commas, such as category,language.");
}

/** A duration with its unit, in milliseconds. */
export function duration(text: string): number {
  const value = durationMs(text);
  if (value !== undefined) return value;
  throw new InvalidArgumentError("Expected a duration such as 90s, 10m or 14d.");
}

/** A number from 0. */
export function temperature(text: string): number {
  const value = Number(text);
  if (value >= 0 && Number.isFinite(value) && text.trim() !== "") return value;
  throw new InvalidArgumentError("Expected a number ≥ 0.");
}

/** A number above 0. */
export function amount(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("Expected a number above 0.");
}

/** Seconds, or a duration with its unit, in milliseconds. */
export function seconds(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : durationMs(text);
  if (value !== undefined && value > 0) return value;
  throw new InvalidArgumentError("Expected a number of seconds above 0, or a duration such as 90s.");
}

/** A share above 0, up to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError("Expected a number above 0 and up to 1, such as 0.05 for 5 points.");
}

/** A difference to plan for: a share from 0.0001 to 1. */
export function difference(text: string): number {
  const value = Number(text);
  if (value >= 0.0001 && value <= 1) return value;
  throw new InvalidArgumentError("Expected a number from 0.0001 to 1, such as 0.05 for 5 points.");
}

/** An integer from 1. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("Expected an integer ≥ 1.");
}

/** `1,5`: integers from 1. */
export function positives(text: string): number[] {
  return text.split(",").map(positive);
}

/** `3/64`: part 3 of 64. */
export function shard(text: string): Shard {
  const [, index, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index !== undefined && of !== undefined && index >= 1 && index <= of) return { index, of };
  throw new InvalidArgumentError("Expected i/n with i from 1 to n, such as 3/64.");
}

/** `score=0.8` or `latency_p95_ms=500`, once for each metric. */
export function bounds(text: string, before: readonly (Threshold | Limit)[]): readonly (Threshold | Limit)[] {
  const limit = parseLimit(text);
  if (limit !== null) return [...before, limit];
  if (isLimitName(text.split("=")[0]!.trim()))
    throw new InvalidArgumentError("Expected a number ≥ 0, such as latency_p95_ms=500 or cost_per_1000=0.4.");
  const threshold = parseThreshold(text);
  if (threshold !== null) return [...before, threshold];
  throw new InvalidArgumentError(
    "Expected a metric and a number from 0 to 1, such as score=0.8, or a limit such as latency_p95_ms=500.",
  );
}

/** `score=0.8`, once for each metric. */
export function thresholds(text: string, before: readonly Threshold[]): readonly Threshold[] {
  if (isLimitName(text.split("=")[0]!.trim()))
    throw new InvalidArgumentError(`Costs and times are checked with: sameseed compare <run> --threshold ${text}`);
  const threshold = parseThreshold(text);
  if (threshold === null)
    throw new InvalidArgumentError("Expected a metric and a number from 0 to 1, such as score=0.8.");
  return [...before, threshold];
}

/** `channel=mail`, once for each key. */
export function keyValue(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, key, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new InvalidArgumentError("Expected <key>=<value>, such as channel=mail.");
  return { ...before, [key]: value };
}

/** An option that may be given several times. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `xlsx,md`. */
export function formats(text: string): readonly ExportFormat[] {
  return text.split(",").map((name) => {
    const format = EXPORT_FORMATS.find((known) => known === name.trim());
    if (format === undefined)
      throw new InvalidArgumentError(`Expected one or more of ${EXPORT_FORMATS.join(", ")}, separated by commas.`);
    return format;
  });
}

/** `;`, or `tab`. */
export function delimiter(text: string): string {
  const mark = Object.hasOwn(DELIMITERS, text) ? DELIMITERS[text] : undefined;
  if (mark !== undefined) return mark;
  throw new InvalidArgumentError('Expected ",", ";", "|" or tab.');
}
