import type { SameseedError } from "@sameseed/core";
import { basename } from "node:path";
import { inside, type Place } from "./place.ts";
import { type Fields, mistake, type Placed, type Reading } from "./reading.ts";

const MOST_REASONS = 4;
/** Warnings about left-out tests. */
const OF_TESTS = /left out|names another file of tests|there is no provider/;

/** Reports for each provider why it cannot be used, as in the warnings when others can. */
export function noProvider(place: Place, { notes }: Reading): SameseedError {
  const reasons = notes.warnings().flatMap(({ message }) => message.match(/^(.*); the model is left out$/s)?.[1] ?? []);
  return mistake(
    place,
    `no provider of this config can be used${listed(reasons)}`,
    "Add one that can, such as openai:gpt-6-luna, echo or file://provider.js.",
  );
}

/**
 * Errors: `BAD_BENCHMARK` if the config names tests and none remains. promptfoo sends each prompt once
 * without variables if a config has no tests, which this config does not intend.
 */
export function refuseWithoutTests(
  left: readonly unknown[],
  { value: config, place }: Placed<Fields>,
  reading: Reading,
): void {
  const key = ["tests", "scenarios"].find((name) => isGiven(config[name]));
  if (left.length > 0 || key === undefined) return;
  reading.cells.tell(reading.notes);
  const reasons = reading.notes
    .warnings()
    .filter(({ message }) => OF_TESTS.test(message))
    .map(({ file, line, key: at, message }) => `${basename(file)}${line === null ? "" : `:${line}`} ${at} ${message}`);
  throw mistake(
    inside(place, key),
    `no test of this config can be used${reasons.length === 0 ? `: ${key} gives none` : listed(reasons)}`,
    "Add a test. Without tests and scenarios, each prompt is sent once without variables.",
  );
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

function listed(reasons: readonly string[]): string {
  const more = reasons.length - MOST_REASONS;
  const shown = [...reasons.slice(0, MOST_REASONS), ...(more > 0 ? [`and ${more} more`] : [])];
  return `: ${shown.join("; ")}`;
}
