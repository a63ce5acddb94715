import { expect, test } from "vitest";
import type { WordedReport } from "@sameseed/core";
import { sampleRun } from "../testing/sample-run.ts";
import { tabsOf } from "./tabs.ts";

const names = (report: WordedReport): readonly string[] => tabsOf(report).map(({ name }) => name);
const { report } = sampleRun({ cases: 2 });

test("a run without repeats, probe, judge or slices has no views for them", () => {
  expect(names(report)).toEqual(["Board", "Compare", "Cases", "Trial", "Backend", "Fairness"]);
});

test("repeats add the determinism view; one variant has nothing to compare", () => {
  const { manifest, variants } = sampleRun({ cases: 2, repeats: 2 }).report;
  const alone = { ...report, manifest: { ...manifest, variants: manifest.variants.slice(0, 1) }, variants };
  expect(names(alone)).toEqual(["Board", "Cases", "Trial", "Determinism", "Backend", "Fairness"]);
});

test("slices that compare nothing have no view", () => {
  const slices = { keys: [{ key: "topic" }], comparisons: [], interactions: [], omitted: [], warnings: [] };
  expect(names({ ...report, slices } as unknown as WordedReport)).not.toContain("Slices");
});

test("labels can be given if a server accepts them and the run is not in progress", () => {
  expect(tabsOf(report, { isLive: true }).at(-1)).toEqual({ view: "review", name: "Review" });
  const running = { ...report, manifest: { ...report.manifest, state: "running" as const } };
  expect(tabsOf(running, { isLive: true }).map(({ name }) => name)).not.toContain("Review");
});

test("has no backend without times and fingerprints, and no cases before the first row", () => {
  const silent = report.variants.map((variant) => ({ ...variant, latencyMsP50: null, fingerprints: {}, trials: 0 }));
  expect(names({ ...report, variants: silent })).toEqual(["Board", "Compare", "Fairness"]);
});
