import type { Row } from "@sameseed/core";
import { expect, test } from "vitest";
import { driftWatch } from "./drift-watch.ts";

interface Answered {
  readonly systemFingerprint?: string | null;
  readonly modelVersion?: string | null;
  readonly region?: string;
  readonly cached?: boolean;
}

/** A row as far as the watch looks at it. */
function row(answered: Answered, variant = "p/m"): Row {
  const outcome = { status: "completed", cached: false, systemFingerprint: null, modelVersion: null, ...answered };
  return { trial: { variant, case: { id: "c", vars: {} } }, outcome, scores: {} } as unknown as Row;
}

test.each<[string, Answered, Answered, string]>([
  ["fingerprint", { systemFingerprint: "fp_1" }, { systemFingerprint: "fp_2" }, "system_fingerprint fp_1 → fp_2"],
  ["model", { modelVersion: "m-1" }, { modelVersion: "m-2" }, "model m-1 → m-2"],
  ["region", { region: "us" }, { region: "eu" }, "region us → eu"],
  ["removed fingerprint", { systemFingerprint: "fp_1", region: "us" }, { region: "us" }, "fp_1 → (none)"],
])("reports a change of the %s once", (_, before, after, change) => {
  const watch = driftWatch();
  expect(watch.see(row(before))).toEqual([]);
  expect(watch.see(row(after))).toEqual([expect.stringContaining(`p/m: the backend changed at case c: `)]);
  expect(watch.see(row(before))).toEqual([]);
  expect(watch.see(row(after))).toEqual([]);
  const [again] = driftWatchAfter(before).see(row(after));
  expect(again).toContain(change);
});

function driftWatchAfter(answered: Answered) {
  const watch = driftWatch();
  watch.see(row(answered));
  return watch;
}

test("reports no drift for a cached answer, one without a backend, or another variant's", () => {
  const watch = driftWatchAfter({ systemFingerprint: "fp_1" });
  expect(watch.see(row({ systemFingerprint: "fp_2", cached: true }))).toEqual([]);
  expect(watch.see(row({}))).toEqual([]);
  expect(watch.see(row({ systemFingerprint: "fp_2" }, "p/n"))).toEqual([]);
});
