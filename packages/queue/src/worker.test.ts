import { setTimeout } from "node:timers/promises";
import type { Row, Trial } from "@sameseed/core";
import { afterAll, describe, expect, test } from "vitest";
import { collect, fakeCoordinator, fakeNotice, fakeRow, fakeWorker } from "./testing/fake-run.ts";
import { startRedis } from "./testing/redis-server.ts";

const server = await startRedis();
afterAll(() => server?.stop());

/**
 * The value of a promise; null after a second of short waits, so that a stall of the machine does not count
 * as a quiet second.
 */
async function unlessQuiet<T>(promise: Promise<T>): Promise<T | null> {
  for (let turn = 0; turn < 50; turn++) {
    const got = await Promise.race([promise, setTimeout(20, null)]);
    if (got !== null) return got;
  }
  return null;
}

/** Answers as soon as this many trials are waiting, or after a pause without any, and records their number. */
async function* inGroups(trials: AsyncIterable<Trial>, most: number, seen: number[]): AsyncGenerator<Row> {
  const source = trials[Symbol.asyncIterator]();
  let next = source.next();
  for (let isOver = false; !isOver;) {
    const group: Trial[] = [];
    while (group.length < most) {
      const got = await unlessQuiet(next);
      isOver = got?.done === true;
      if (got === null || got.done === true) break;
      group.push(got.value);
      next = source.next();
    }
    if (group.length > 0) seen.push(group.length);
    for (const trial of group) yield fakeRow(trial);
  }
}

describe.skipIf(server === null)("a worker (needs Redis)", () => {
  test("keeps its requests in flight while the chunks of a plan's end are small", async () => {
    const run = fakeNotice();
    const planned = 1000;
    const coordinator = await fakeCoordinator(run, { url: server!.url, planned });
    const seen: number[] = [];
    const worker = fakeWorker(run, {
      url: server!.url,
      concurrency: 32,
      execute: ({ trials }) => inGroups(trials, 32, seen),
    });
    expect((await collect(coordinator, planned)).size).toBe(planned);
    await coordinator.close(true);
    await worker;
    const inTail = seen.slice(-6, -1).toSorted((left, right) => left - right); // the last tenth is 200 trials
    expect(inTail[2]).toBeGreaterThan(16);
  });
});
