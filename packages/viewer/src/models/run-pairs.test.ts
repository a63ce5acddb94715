import { expect, test } from "vitest";
import type { RunEntry } from "../data/page-data.ts";
import { earlierRun, scoreChange, withChosen } from "./run-pairs.ts";

const run = (id: string, changes: Partial<RunEntry> = {}): RunEntry => ({
  id,
  name: "bench",
  state: "complete",
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: null,
  cases: 1,
  repeats: 1,
  planned: 1,
  done: 1,
  failed: 0,
  baseline: "a",
  scores: [{ variant: "a", mean: 0.5, low: null, high: null, n: 1 }],
  note: { note: "", tags: [], release: null },
  ...changes,
});

test("compares a run with the newest release before it, else with the run before it", () => {
  const release = { note: { note: "", tags: [], release: "2.0" } };
  const runs = [
    run("1"),
    run("2", release),
    run("3"),
    run("x", { name: "other" }),
    run("4", { scores: null }),
    run("5"),
  ];
  expect(earlierRun(runs, "5")?.id).toBe("2");
  expect(earlierRun(runs, "2")?.id).toBe("1");
  expect(earlierRun(runs, "1")).toBeNull();
  expect(earlierRun(runs, "x")).toBeNull();
  expect(earlierRun([run("1"), run("2"), run("4", { scores: null }), run("5")], "5")?.id).toBe("2");
});

test("at most two runs are selected, the last two", () => {
  expect(withChosen(["1"], "2")).toEqual(["1", "2"]);
  expect(withChosen(["1", "2"], "3")).toEqual(["2", "3"]);
  expect(withChosen(["1", "2"], "1")).toEqual(["2"]);
});

test("a change of score is for a variant that both runs have", () => {
  const later = run("2", { scores: [{ variant: "a", mean: 0.75, low: null, high: null, n: 1 }] });
  expect(scoreChange(run("1"), later, "a")).toBeCloseTo(0.25);
  expect(scoreChange(run("1"), later, "b")).toBeNull();
});
