import type { Row } from "@sameseed/core";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CHUNK_QUEUE, queueKeys, RUNS_KEY } from "./queue-keys.ts";
import { collect, fakeCoordinator, fakeNotice, fakeRow, fakeWorker } from "./testing/fake-run.ts";
import { type RedisServer, startRedis } from "./testing/redis-server.ts";
import { waitingRuns } from "./waiting-runs.ts";

const PLANNED = 400;
const isThere = await startRedis().then(async (server) => {
  await server?.stop();
  return server !== null;
});

describe.skipIf(!isThere)("a Redis that fails in mid-run (needs Redis)", () => {
  let server: RedisServer;
  let redis: Redis;
  beforeEach(async () => {
    server = (await startRedis("--appendonly", "yes"))!;
    redis = new Redis(server.url);
    redis.on("error", () => {});
  });
  afterEach(async () => {
    redis.disconnect();
    await server.stop();
  });

  /** A worker that waits at a trial until something has happened to Redis. */
  function gatedWorker(run: ReturnType<typeof fakeNotice>, at: number) {
    const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const [ended, dropped] = [new AbortController(), new AbortController()];
    let count = 0;
    const worker = fakeWorker(run, {
      url: server.url,
      stop: ended.signal,
      abort: dropped.signal,
      async *execute({ trials, stop }) {
        for await (const trial of trials) {
          if (stop.aborted) return;
          if (++count === at) {
            reached.resolve();
            await gate.promise;
          }
          yield fakeRow(trial);
        }
      },
    });
    return {
      worker,
      reached: reached.promise,
      open: gate.resolve,
      end: () => ended.abort(),
      drop: () => dropped.abort(),
    };
  }

  test("a full one blocks all until there is room, and no trial is given up", async () => {
    const run = fakeNotice();
    const said: string[] = [];
    const refused = Promise.withResolvers<void>();
    const onWarning = (sentence: string): void => {
      said.push(sentence);
      if (sentence.includes("Retrying")) refused.resolve();
    };
    const coordinator = await fakeCoordinator(run, { url: server.url, planned: PLANNED, onWarning });
    const { worker, reached, open } = gatedWorker(run, 100);
    const rows = collect(coordinator, PLANNED);
    await reached;
    await redis.config("SET", "maxmemory", "100kb"); // less than an empty Redis uses
    open();
    await refused.promise;
    await new Promise((resolve) => setTimeout(resolve, 1500)); // refused again, without another warning
    await redis.config("SET", "maxmemory", "0");
    const texts = [...(await rows).values()].map(({ outcome }) => ("text" in outcome ? outcome.text : null));
    await coordinator.close(true);
    expect((await worker).rows).toBe(PLANNED);
    expect(texts).toEqual(Array(PLANNED).fill("answer"));
    expect(said.filter((sentence) => sentence.includes("Retrying")).length).toBe(1);
  });

  test("a Redis that lost all keys gets them back, and lost entries are sent again", async () => {
    const run = fakeNotice();
    const coordinator = await fakeCoordinator(run, { url: server.url, planned: PLANNED });
    const { worker, reached, open } = gatedWorker(run, 100);
    const rows = collect(coordinator, PLANNED);
    await reached;
    await redis.flushall();
    open();
    expect((await rows).size).toBe(PLANNED);
    await coordinator.close(true);
    await worker;
  });

  test("a Redis that begins to evict ends the run, which continues under another policy", async () => {
    const run = fakeNotice();
    const stored = new Set<number>();
    const coordinator = await fakeCoordinator(run, { url: server.url, planned: PLANNED });
    const { worker, reached, open } = gatedWorker(run, 100);
    const rows = collect(coordinator, PLANNED, { stored });
    await reached;
    await redis.config("SET", "maxmemory-policy", "allkeys-random");
    await redis.config("SET", "maxmemory", "1gb");
    await expect(rows).rejects.toThrow("may evict keys: its maxmemory-policy is allkeys-random");
    await redis.config("SET", "maxmemory", "0");
    await coordinator.close(false);
    open();
    await worker;
    const [second, other] = [
      await fakeCoordinator(run, { url: server.url, planned: PLANNED }),
      fakeWorker(run, { url: server.url }),
    ];
    await collect(second, PLANNED, { stored });
    await second.close(true);
    await other;
    expect(stored.size).toBe(PLANNED);
  });

  test("an unreachable Redis does not block a run that is stopped", async () => {
    const run = fakeNotice();
    const stop = new AbortController();
    const coordinator = await fakeCoordinator(run, { url: server.url, planned: PLANNED });
    const { worker, reached, open, end } = gatedWorker(run, 100);
    const rows = collect(coordinator, PLANNED, { stop: stop.signal });
    await reached;
    await server.kill();
    stop.abort();
    expect((await rows).size).toBeLessThan(PLANNED);
    await coordinator.close(false);
    await server.restart();
    end();
    open();
    await worker;
  });

  test("a worker keeps rows that Redis has not taken until it is stopped a second time", async () => {
    const run = fakeNotice();
    const coordinator = await fakeCoordinator(run, { url: server.url, planned: PLANNED });
    const { worker, reached, open, end, drop } = gatedWorker(run, 100);
    const stop = new AbortController();
    const rows = collect(coordinator, PLANNED, { stop: stop.signal });
    await reached;
    await server.kill();
    open();
    end();
    const hasEnded = worker.then(() => true);
    const soon = new Promise<false>((resolve) => setTimeout(() => resolve(false), 500));
    expect(await Promise.race([hasEnded, soon])).toBe(false);
    drop();
    expect(await hasEnded).toBe(true);
    stop.abort();
    await rows;
    await coordinator.close(false);
  });

  test("a partially stored chunk does not block the next coordinator", async () => {
    const run = fakeNotice();
    const stored = new Set<number>();
    const dead = new AbortController();
    const first = await fakeCoordinator(run, { url: server.url, planned: PLANNED });
    const { worker, reached, open } = gatedWorker(run, 100);
    const rows = collect(first, PLANNED, { stored, abort: dead.signal });
    await reached;
    while (stored.size < 99 || (await redis.xlen(queueKeys(run.token).answers)) > 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    dead.abort();
    await rows;
    open();
    const second = await fakeCoordinator(run, { url: server.url, planned: PLANNED });
    await collect(second, PLANNED, { stored });
    await second.close(true);
    await worker;
    expect(stored.size).toBe(PLANNED);
  });

  test("rows that are lost with their stream are sent again, although their trials are marked as answered", async () => {
    const run = fakeNotice();
    const said: string[] = [];
    const coordinator = await fakeCoordinator(run, {
      url: server.url,
      planned: PLANNED,
      onWarning: (sentence) => void said.push(sentence),
    });
    const keys = queueKeys(run.token);
    const { worker, open } = gatedWorker(run, 10);
    let count = 0;
    const rows = collect(coordinator, PLANNED, {
      onRow: async () => {
        if (++count > 1) return;
        open();
        while ((await redis.xlen(keys.answers)) < PLANNED) await new Promise((resolve) => setTimeout(resolve, 10));
        await redis.del(keys.answers);
      },
    });
    expect((await rows).size).toBe(PLANNED);
    await coordinator.close(true);
    await worker;
    expect(said).toEqual(["Redis lost queued trials. Queueing the missing ones again."]);
  });

  test("entries of other programs in the keys of a run end no process, and are kept", async () => {
    const run = fakeNotice();
    const kept: { readonly fields: readonly string[] }[] = [];
    const said: string[] = [];
    const coordinator = await fakeCoordinator(run, {
      url: server.url,
      planned: PLANNED,
      readRow: (text) => {
        const row = JSON.parse(text) as Row;
        if (typeof row.trial.index !== "number") throw new Error("no row");
        return row;
      },
      unreadable: { file: "kept.jsonl", keep: async (entries) => void kept.push(...entries) },
      onWarning: (sentence) => void said.push(sentence),
    });
    const keys = queueKeys(run.token);
    const { worker, reached, open } = gatedWorker(run, 100);
    const rows = collect(coordinator, PLANNED);
    await reached;
    await redis.hset(RUNS_KEY, "foreign", "no JSON");
    expect(await waitingRuns(server.url)).toMatchObject([{ runId: run.runId }]);
    for (const message of ["no JSON", "null", '{"type":"other"}']) await redis.publish(keys.control, message);
    await redis.xadd(keys.answers, "*", "foreign", "field");
    await redis.xadd(keys.answers, "*", "r", "{}", "w", "foreign");
    await redis.hset(keys.workers, "foreign", "no JSON");
    await redis.hset(keys.pending, ...Array.from({ length: PLANNED }, (_, index) => [index, "no JSON"]).flat());
    const foreign = new Queue(CHUNK_QUEUE, { connection: redis, prefix: keys.prefix });
    await foreign.add("chunk", { blocks: 3 }, { lifo: true });
    open();
    expect((await rows).size).toBe(PLANNED);
    await coordinator.close(true);
    expect((await worker).rows).toBe(PLANNED);
    expect(said).toEqual([
      expect.stringMatching(
        /^Skipping an entry in Redis that is not a row: \d+-\d of \{sameseed:.*answers\. It is kept in kept.jsonl\.$/,
      ),
    ]);
    expect(kept.map(({ fields }) => fields)).toEqual([
      ["foreign", "field"],
      ["r", "{}", "w", "foreign"],
    ]);
  });

  test("a worker's row that cannot be read ends the run instead of being paid again and again, and is kept", async () => {
    const run = fakeNotice();
    const kept: { readonly fields: readonly string[] }[] = [];
    const coordinator = await fakeCoordinator(run, {
      url: server.url,
      planned: PLANNED,
      readRow: (text) => {
        const row = JSON.parse(text) as Row;
        if (row.trial.index === 7) throw new Error("no row");
        return row;
      },
      unreadable: { file: "kept.jsonl", keep: async (entries) => void kept.push(...entries) },
    });
    const worker = fakeWorker(run, { url: server.url });
    await expect(collect(coordinator, PLANNED)).rejects.toThrow(
      "Redis had 1 entry that is not a row, and the rows of some trials are missing.",
    );
    await coordinator.close(false);
    expect((await worker).rows).toBe(PLANNED);
    expect(kept.map(({ fields }) => (JSON.parse(fields[1]!) as Row).trial.index)).toEqual([7]);
  });

  test("a key of another program in mid-run ends the coordinator with its name, and no answer is paid twice", async () => {
    const run = fakeNotice();
    const keys = queueKeys(run.token);
    const stored = new Set<number>();
    let sent = 0;
    const worker = (gate: Promise<void>) =>
      fakeWorker(run, {
        url: server.url,
        async *execute({ trials, keep, stored: kept, stop }) {
          for await (const trial of trials) {
            if (stop.aborted) return;
            if (++sent === 100) {
              reached.resolve();
              await gate;
            }
            keep(fakeRow(trial));
            await kept(trial.index);
            yield fakeRow(trial);
          }
        },
      });
    const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = await fakeCoordinator(run, { url: server.url, planned: PLANNED });
    const waiting = worker(gate.promise);
    const rows = collect(first, PLANNED, { stored });
    await reached.promise;
    await redis.set(keys.pending, "foreign");
    gate.resolve();
    await expect(rows).rejects.toMatchObject({
      message: `The key ${keys.pending} in Redis is a string, but the queue needs a hash there.`,
      hint: expect.stringContaining(`redis-cli rename '${keys.pending}'`),
    });
    await first.close(false);
    await redis.rename(keys.pending, `${keys.pending}:foreign`);
    await waiting;
    const second = await fakeCoordinator(run, { url: server.url, planned: PLANNED });
    const next = worker(gate.promise);
    await collect(second, PLANNED, { stored });
    await second.close(true);
    await next;
    expect([stored.size, sent]).toEqual([PLANNED, PLANNED]);
  });

  test.each([
    ["is full", () => redis.config("SET", "maxmemory", "100kb"), "Raise maxmemory"],
    ["is a replica", () => redis.call("REPLICAOF", "127.0.0.1", "1"), "address of the primary"],
    ["has data of another program", () => redis.set(RUNS_KEY, "foreign"), "Rename or delete the keys"],
  ])("one that %s is refused at the start with a remedy", async (problem, make, remedy) => {
    await make();
    const refused = {
      code: "BAD_ARGUMENT",
      message: expect.stringContaining(`Redis at 127.0.0.1:${server.port} ${problem}`),
    };
    const opened = problem.startsWith("has")
      ? waitingRuns(server.url)
      : fakeCoordinator(fakeNotice(), { url: server.url, planned: 2 });
    await expect(opened).rejects.toMatchObject({ ...refused, hint: expect.stringContaining(remedy) });
  });
});
