import { isCounted, type Manifest, type Row } from "@sameseed/core";
import type { Check } from "./gate.ts";

/** Labels that distinguish runs follow the variant's id. */
const LABEL = / \[run 2\]$/;

/** The checks with the total time of the requests of their variant or case; cached answers took no time. */
export async function checkTimes(
  checks: readonly Check[],
  manifest: Manifest,
  rows: AsyncIterable<Row>,
): Promise<readonly Check[]> {
  const whole = new Map(
    manifest.variants.map(({ id, phrasingOf, model, control }) => [
      id,
      phrasingOf === undefined || control === true ? undefined : `${phrasingOf}/${model}`,
    ]),
  );
  const times = new Map<string, number>();
  const add = (key: string, ms: number): void => void times.set(key, (times.get(key) ?? 0) + ms);
  for await (const row of rows) {
    const { trial, outcome } = row;
    const isCached = outcome.status !== "failed" && outcome.cached;
    if (isCached || outcome.latencyMs === null || !isCounted(manifest, row)) continue;
    add(keyOf(trial.variant), outcome.latencyMs);
    const all = whole.get(trial.variant);
    if (all !== undefined) add(keyOf(all), outcome.latencyMs);
    add(keyOf(trial.variant, trial.case.id), outcome.latencyMs);
  }
  return checks.map((check) => {
    if (check.variant === undefined) return check;
    const ms = times.get(keyOf(check.variant.replace(LABEL, ""), check.case)) ?? 0;
    return { ...check, seconds: ms / 1000 };
  });
}

function keyOf(variant: string, testCase?: string): string {
  return JSON.stringify([variant, testCase]);
}
