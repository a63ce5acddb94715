import type { Row, Trial } from "@sameseed/core";
import { Redis } from "ioredis";
import { afterAll, describe, expect, test } from "vitest";
import { coordinatorLease } from "./coordinator-lease.ts";
import { queueKeys } from "./queue-keys.ts";
import { collect, fakeCoordinator, fakeNotice, fakePlan, fakeRow, fakeWorker, VARIANTS } from "./testing/fake-run.ts";
import { startRedis } from "./testing/redis-server.ts";

const server = await startRedis();
afterAll(() => server?.stop());

describe.skipIf(server === null)("a run over a queue (needs Redis)", () => {
  const url = server?.url ?? "";

  test("two workers give every trial exactly one row", async () => {
    const run = fakeNotice();
    const coordinator = await fakeCoordinator(run, { url, planned: 1000 });
    const workers = [fakeWorker(run, { url }), fakeWorker(run, { url })];
    const rows = await collect(coordinator, 1000);
    await coordinator.close(true);
    const ends = await Promise.all(workers);
    expect(rows.size).toBe(1000);
    expect(ends.reduce((sum, end) => sum + end.rows, 0)).toBe(1000);
    expect(ends.map(({ isRunOver }) => isRunOver)).toEqual([true, true]);
    expect(rows.get(17)?.trial).toEqual((await Array.fromAsync(fakePlan(18))).at(-1));
  });

  test("a complete run leaves no key in Redis", async () => {
    const run = fakeNotice();
    const coordinator = await fakeCoordinator(run, { url, planned: 100 });
    const worker = fakeWorker(run, { url });
    await collect(coordinator, 100);
    await coordinator.close(true);
    await worker;
    const redis = new Redis(url);
    const left = await redis.keys(`*${run.token}*`);
    redis.disconnect();
    expect(left.filter((key) => key !== queueKeys(run.token).stop)).toEqual([]);
  });

  test("after a coordinator dies, the next one reads Redis and sends no request twice", async () => {
    const run = fakeNotice();
    const sent: number[] = [];
    const execute = async function* ({ trials }: { readonly trials: AsyncIterable<Trial> }): AsyncGenerator<Row> {
      for await (const trial of trials) {
        sent.push(trial.index);
        yield fakeRow(trial);
      }
    };
    const stored = new Set<number>();
    const first = await fakeCoordinator(run, { url, planned: 2000 });
    const worker = fakeWorker(run, { url, execute });
    const dead = new AbortController();
    await collect(first, 2000, { stored, abort: dead.signal, onRow: () => void (stored.size === 300 && dead.abort()) });
    const second = await fakeCoordinator(run, { url, planned: 2000 });
    await collect(second, 2000, { stored });
    await second.close(true);
    await worker;
    expect(stored.size).toBe(2000);
    expect(sent.length).toBe(2000);
  });

  test("a second coordinator with a copy of the folder is refused while the first one lives", async () => {
    const run = fakeNotice();
    const first = await fakeCoordinator(run, { url, planned: 100, home: "here" });
    const said: string[] = [];
    const rows = collect(first, 100); // renews the lease before the first worker arrives
    const copy = fakeCoordinator(run, {
      url,
      planned: 100,
      home: "copy",
      onWarning: (sentence) => said.push(sentence),
    });
    await expect(copy).rejects.toMatchObject({
      code: "BAD_RUN",
      message: expect.stringMatching(/^run is coordinated by process \d+ on \S+, which has a copy of its folder\.$/),
      hint: expect.stringContaining("delete queue.json"),
    });
    expect(said).toEqual(["Another coordinator has this run. Waiting up to 15 seconds for its end."]);
    const worker = fakeWorker(run, { url });
    expect((await rows).size).toBe(100);
    await first.close(true);
    await worker;
  });

  test("a coordinator that was frozen until another one took over deletes none of its rows and does not stop it", async () => {
    const run = fakeNotice();
    const redis = new Redis(url);
    const frozen = await fakeCoordinator(run, { url, planned: 100, home: "here" });
    await redis.del(queueKeys(run.token).coordinator); // its lease ran out
    const second = await fakeCoordinator(run, { url, planned: 100, home: "copy" });
    const worker = fakeWorker(run, { url });
    await expect(collect(frozen, 100)).rejects.toThrow("run is coordinated by process");
    await frozen.close(false);
    expect((await collect(second, 100)).size).toBe(100);
    await second.close(true);
    expect((await worker).rows).toBe(100);
    redis.disconnect();
  });

  test("a coordinator deletes no row once another one has its lease", async () => {
    const redis = new Redis(url);
    const run = fakeNotice();
    const keys = queueKeys(run.token);
    const [first, second] = ["here", "copy"].map((home) => coordinatorLease({ redis, keys, runId: "run", home }));
    await first!.take();
    const [one, two] = [await redis.xadd(keys.answers, "*", "r", "1"), await redis.xadd(keys.answers, "*", "r", "2")];
    await first!.deleteRows([one!]);
    await first!.release();
    await second!.take();
    await expect(first!.deleteRows([two!])).rejects.toThrow("run is coordinated by process");
    expect((await redis.xrange(keys.answers, "-", "+")).map(([id]) => id)).toEqual([two]);
    redis.disconnect();
  });

  test("a stopped worker returns the chunks that it did not begin", async () => {
    const run = fakeNotice();
    const coordinator = await fakeCoordinator(run, { url, planned: 600 });
    const stop = new AbortController();
    let seen = 0;
    const first = fakeWorker(run, { url, stop: stop.signal, onRow: () => void (++seen === 100 && stop.abort()) });
    const rows = collect(coordinator, 600);
    expect((await first).isRunOver).toBe(false);
    const second = fakeWorker(run, { url });
    expect((await rows).size).toBe(600);
    await coordinator.close(true);
    expect((await second).rows).toBe(600 - (await first).rows);
  });

  test("an answer that waits for its scores is scored by another worker without a new request", async () => {
    const run = fakeNotice();
    const coordinator = await fakeCoordinator(run, { url, planned: 2 });
    const rows = collect(coordinator, 2);
    const scoring = Promise.withResolvers<void>();
    const stop = new AbortController();
    let kept = 0;
    const first = fakeWorker(run, {
      url,
      stop: stop.signal,
      async *execute({ trials, keep }) {
        for await (const trial of trials) {
          keep(fakeRow(trial, "kept"));
          if (++kept === 2) scoring.resolve();
        }
        yield* [];
      },
    });
    await scoring.promise;
    stop.abort();
    await first;
    const second = fakeWorker(run, {
      url,
      async *execute({ answered }) {
        for await (const result of answered) yield { ...result, scores: {} };
      },
    });
    const texts = [...(await rows).values()].map(({ outcome }) => ("text" in outcome ? outcome.text : null));
    await coordinator.close(true);
    await second;
    expect(texts).toEqual(["kept", "kept"]);
  });

  test("stopping ends the run after requests in flight, and a resumed run continues", async () => {
    const run = fakeNotice();
    const stored = new Set<number>();
    const stop = new AbortController();
    const first = await fakeCoordinator(run, { url, planned: 5000 });
    const workers = [fakeWorker(run, { url })];
    await collect(first, 5000, { stored, stop: stop.signal, onRow: () => void (stored.size === 50 && stop.abort()) });
    await first.close(false);
    expect((await Promise.all(workers))[0]!.isRunOver).toBe(true);
    expect(stored.size).toBeLessThan(5000);
    const second = await fakeCoordinator(run, { url, planned: 5000 });
    const worker = fakeWorker(run, { url });
    await collect(second, 5000, { stored });
    await second.close(true);
    await worker;
    expect(stored.size).toBe(5000);
  });

  test("a case that JSON cannot hold is read from the worker's own dataset", async () => {
    const run = fakeNotice();
    const when = new Date(0);
    const coordinator = await fakeCoordinator(run, { url, planned: 2 });
    const seen: unknown[] = [];
    const worker = fakeWorker(run, {
      url,
      caseOf: async (id) => ({ id, vars: { when } }),
      async *execute({ trials }) {
        for await (const trial of trials) {
          seen.push(trial.case.vars["when"]);
          yield fakeRow(trial);
        }
      },
    });
    await collect(coordinator, 2, {
      trials: async function* (isElsewhere) {
        for await (const trial of fakePlan(2, isElsewhere))
          yield { ...trial, case: { id: trial.case.id, vars: { when } } };
      },
    });
    await coordinator.close(true);
    await worker;
    expect(seen).toEqual([when, when]);
  });

  test("chunks shrink in the last tenth of a plan", async () => {
    const { chunksOf } = await import("./chunk.ts");
    const sizes: number[] = [];
    for await (const { blocks } of chunksOf(fakePlan(1280), { variants: VARIANTS, planned: 1280 }))
      sizes.push(blocks.length);
    expect(sizes.slice(0, 18)).toEqual(Array(18).fill(32));
    expect(sizes.slice(18)).toEqual(Array(64).fill(1));
    const large: number[] = [];
    for await (const { blocks } of chunksOf(fakePlan(100_000), { variants: VARIANTS, planned: 100_000 }))
      large.push(blocks.length);
    const tail = large.slice(1407); // 90,048 trials in whole chunks
    expect([tail[0], tail.at(-1)]).toEqual([19, 1]);
    expect(tail).toEqual(tail.toSorted((left, right) => right - left));
    expect(tail.length).toBeLessThan(1200);
  });
});

describe("a Redis that cannot be used", () => {
  test.for([
    ["redis://127.0.0.1:1", /Redis at 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/],
    ["http://127.0.0.1:1", /not a Redis URL/],
    ["redis://user:geheim@127.0.0.1:1", /127\.0\.0\.1:1/],
  ] as const)("%s is named", async ([url, message]) => {
    const error: unknown = await fakeCoordinator(fakeNotice(), { url, planned: 1 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "BAD_ARGUMENT", message: expect.stringMatching(message) as string });
    expect(JSON.stringify(error) + String(error)).not.toContain("geheim");
  });
});
