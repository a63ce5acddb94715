import type { WorkerRecord } from "@sameseed/core";
import { expect, test } from "vitest";
import { workerNotes } from "./worker-notes.ts";

const worker = (change: Partial<WorkerRecord>): WorkerRecord => ({
  host: "alpha",
  pid: 7,
  concurrency: 8,
  rows: 100,
  failed: 0,
  seconds: 10,
  state: "ended",
  ...change,
});

test("lists the workers with pace, failures and those that stopped responding", () => {
  const workers = [worker({}), worker({ host: "beta", rows: 1200, failed: 3, state: "silent" })];
  expect(workerNotes({ workers })).toEqual([
    "Sent by 2 workers: beta:7 1,200 trials (120/s, 3 failed, stopped responding, other workers took its trials); alpha:7 100 trials (10/s).",
  ]);
});

test("a run on one machine has no list, and of many workers not all are listed", () => {
  expect(workerNotes({})).toEqual([]);
  const workers = Array.from({ length: 40 }, (_, pid) => worker({ pid }));
  expect(workerNotes({ workers })[0]).toMatch(/^Sent by 40 workers: .*; 24 other workers\.$/);
});
