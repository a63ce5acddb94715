import { expect, test } from "vitest";
import { summarize } from "../summary/summarize.ts";
import { failedRow, manifestOf, rowOf, variant } from "../testing/sample-run.ts";
import { type HistoryRun, runHistory } from "./run-history.ts";

async function runOf(runId: string, scores: readonly number[], changes: object = {}): Promise<HistoryRun> {
  const manifest = manifestOf({
    runId,
    startedAt: `2026-01-0${runId}T00:00:00.000Z`,
    variants: [variant("direct")],
    ...changes,
  });
  return summarize(
    manifest,
    scores.map((score, index) => rowOf({ index, case: { id: `c${index}` }, score })),
  );
}

test("sorts lines by time, each with the change since the previous run of its benchmark", async () => {
  const lines = runHistory([
    await runOf("3", [1, 1]),
    await runOf("1", [1, 0]),
    await runOf("2", [0, 0], { name: "other" }),
  ]);
  expect(lines.map(({ runId, metric, previous }) => [runId, metric!.mean, previous])).toEqual([
    ["1", 0.5, null],
    ["2", 0, null],
    ["3", 1, { runId: "1", delta: 0.5, hasSameCases: true }],
  ]);
});

test("a line has the notes of its run", async () => {
  const note = { note: "shorter system prompt", tags: ["prompt"], release: "1.2" };
  const lines = runHistory([{ ...(await runOf("1", [1])), note }, await runOf("2", [1])]);
  expect(lines.map((line) => line.note)).toEqual([note, { note: "", tags: [], release: null }]);
});

test("marks a run with other cases", async () => {
  const cases = { ...manifestOf().cases, hash: "1".repeat(64) };
  const [, second] = runHistory([await runOf("1", [1, 0]), await runOf("2", [1, 1], { cases })]);
  expect(second!.previous).toEqual({ runId: "1", delta: 0.5, hasSameCases: false });
});

test("a variant without a score has no delta, and neither has the run after it", async () => {
  const none = await summarize(
    manifestOf({ runId: "2", startedAt: "2026-01-02T00:00:00.000Z", variants: [variant("direct")] }),
    [failedRow()],
  );
  const lines = runHistory([await runOf("1", [1]), none, await runOf("3", [1])]);
  expect(lines.map(({ previous }) => previous?.delta)).toEqual([undefined, null, null]);
});

test("the A/A control has no separate line", async () => {
  const run = await runOf("1", [1], {
    variants: [variant("direct"), { ...variant("direct"), id: "direct/m (A/A)", control: true }],
  });
  expect(runHistory([run]).map(({ summary }) => summary.variant)).toEqual(["direct/m"]);
});

test("costs are per 1,000 trials, null where a price is unknown", async () => {
  const [known] = runHistory([await runOf("1", [1, 0])]);
  expect(known!.costPerThousandUsd).toBeCloseTo(0.0005, 12);
  const unknown = await summarize(manifestOf({ variants: [variant("direct")] }), [
    rowOf({ outcome: { costUsd: null } }),
  ]);
  expect(runHistory([unknown])[0]!.costPerThousandUsd).toBeNull();
});
