import type { WorkerRecord } from "@sameseed/core";
import { expect, test } from "vitest";
import { workerRows } from "./worker-rows.ts";

const WORKER: WorkerRecord = { host: "a", pid: 1, concurrency: 8, rows: 30, failed: 2, seconds: 10, state: "working" };

test("a run of one machine has no workers", () => {
  expect(workerRows({})).toEqual([]);
});

test("the worker with the most trials comes first", () => {
  const workers = [WORKER, { ...WORKER, host: "b", rows: 90, state: "silent" as const }];
  expect(workerRows({ workers }).map(({ name, state, perSecond }) => ({ name, state, perSecond }))).toEqual([
    { name: "b:1", state: "silent", perSecond: 9 },
    { name: "a:1", state: "until the end", perSecond: 3 },
  ]);
});

test("a worker of less than a second has no pace", () => {
  const [row] = workerRows({ workers: [{ ...WORKER, seconds: 0.4, state: "ended" }] });
  expect(row).toMatchObject({ perSecond: null, ms: 400, state: "left earlier" });
});
