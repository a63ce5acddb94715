import { type Result, type Row, SameseedError, type Trial } from "@sameseed/core";
import { AnswerStream, type StreamEntry } from "./answer-stream.ts";
import { type Chunk, chunksOf, indicesOf } from "./chunk.ts";
import { type ChunkQueue, chunkQueue } from "./chunk-queue.ts";
import { addressOf, connectRedis, queueLibraries, refuseEviction, tellOutages } from "./connection.ts";
import { coordinatorLease } from "./coordinator-lease.ts";
import type { Coordinator, CoordinatorOptions, DistributeOptions } from "./coordinator-options.ts";
import type { Control } from "./notices.ts";
import { OpenTrials } from "./open-trials.ts";
import { bitmapKeys, bitmapOf, keyTypes, queueKeys, RUNS_KEY, TRIALS_PER_BITMAP } from "./queue-keys.ts";
import { atStart, refuseForeignKeys } from "./refusals.ts";
import { type Steady, steadily, unless } from "./steady.ts";
import { unreadableEntry, unreadableRows } from "./unreadable-rows.ts";
import { inFlightOf, WorkerRoster } from "./worker-roster.ts";

/** Maximum trials in the queue or running: the plan is streamed, at any length. */
const LEAST_OPEN = 16_000;
/** The same for each request that all workers together may have in flight. */
const OPEN_PER_REQUEST = 8;
const CHUNKS_PER_ADD = 16;
const READ_WAIT_MS = 100;
/** Fewer rows than this are not worth a sync to disk each: the next ones gather for a moment. */
const SMALL_BATCH = 125;
const GATHER_MS = 10;
const LOOK_EVERY_MS = 1000;
/** How long stopping waits for requests in flight; later answers are stored when the run is resumed. */
const STOP_WAIT_MS = 30_000;
/** Maximum wait for each command while the run ends, and the same without a connection. */
const GONE_MS = 2000;
const CUT_OFF_MS = 100;
/** Seconds that a stopped run's data stays in Redis. */
const KEEP_S = 14 * 86_400;

/** Errors: `BAD_ARGUMENT` for a Redis that cannot be used, `NOT_FOUND` where the packages are not installed. */
export async function openCoordinator({
  url,
  run,
  home,
  unreadable: unreadableEntries,
  variants,
  planned,
  readRow,
  onWorkers,
  onWarning,
}: CoordinatorOptions): Promise<Coordinator> {
  const libraries = await queueLibraries();
  const { redis, warnings } = await connectRedis(url, libraries);
  for (const warning of warnings) onWarning?.(warning);
  tellOutages(redis, onWarning);
  const keys = queueKeys(run.token);
  const blocking = redis.duplicate();
  blocking.on("error", () => {});
  const queue = chunkQueue(redis, keys, libraries);
  const stream = new AnswerStream({ blocking, redis, keys, readRow });
  const roster = new WorkerRoster();
  const lease = coordinatorLease({ redis, keys, runId: run.runId, home, onWarning });
  let current: Extract<StreamEntry, { readonly type: "row" }> | null = null;
  const patienceMs = (): number => (redis.status === "ready" ? GONE_MS : CUT_OFF_MS);
  try {
    await refuseForeignKeys(redis, keyTypes(run.token, planned));
    await atStart(addressOf(url), async () => {
      await lease.take();
      await redis.set(keys.alive, "1");
      await redis.del(keys.stop);
      await register();
    });
  } catch (error) {
    disconnect();
    throw error;
  }

  function disconnect(): void {
    blocking.disconnect();
    redis.disconnect();
  }

  async function register(): Promise<void> {
    await redis.hset(RUNS_KEY, run.token, JSON.stringify(run));
  }

  async function* rows(options: DistributeOptions): AsyncGenerator<Row> {
    const over = new AbortController();
    try {
      yield* rowsUntil(over.signal, options);
    } finally {
      over.abort(); // a read in progress fails when the connection closes: it is not repeated
    }
  }

  async function* rowsUntil(over: AbortSignal, options: DistributeOptions): AsyncGenerator<Row> {
    const { flush, lostRow, onSkip, stop, abort } = options;
    const steady = steadily({ onWarning, giveUp: AbortSignal.any([stop, over]) });
    /** Null where Redis refuses while the run ends, since no caller waits for it then. */
    const whileRunning = async <T>(command: () => Promise<T>): Promise<T | null> => {
      try {
        return await steady(command);
      } catch (error) {
        if (stop.aborted && !(error instanceof SameseedError)) return null;
        throw error;
      }
    };
    const open = new OpenTrials(planned);
    let mostOpen = LEAST_OPEN;
    let wakeFeeder = Promise.withResolvers<void>();
    const note = (index: number): void => {
      open.note(index);
      if (open.count < mostOpen) wakeFeeder.resolve();
    };

    /** An unreachable server does not block the end of a run. */
    const untilStop = <T>(work: Promise<T>): Promise<T | null> =>
      unless(work, stop.aborted ? { signal: abort, withinMs: patienceMs() } : { signal: stop });

    let unreadable = 0;
    let settling: Promise<void> = Promise.resolve();
    // Data of an earlier coordinator: first the chunks, then the rows. A chunk that ends in between has its
    // rows in the stream.
    const left = await steady(() => queue.all());
    for (const index of left.flatMap(indicesOf)) if (!options.isStored(index)) open.expect(index);
    const readNow = (): Promise<readonly StreamEntry[]> => steady(() => stream.next(1));
    for (let batch = await readNow(); batch.length > 0; batch = await readNow()) yield* taken(batch);

    async function* taken(batch: readonly StreamEntry[]): AsyncGenerator<Row> {
      for (const entry of batch) {
        if (entry.type === "unreadable") {
          if (++unreadable === 1)
            onWarning?.(unreadableEntry(`${entry.id} of ${keys.answers}`, unreadableEntries.file));
          continue;
        }
        note(entry.type === "row" ? entry.row.trial.index : entry.index);
        if (entry.type === "row") {
          roster.count(entry.workerId, entry.row.outcome.status === "failed");
          current = entry;
          yield entry.row;
        } else onSkip?.(entry.index, entry.by);
      }
      await settling; // the batch before: one is synced to disk while the next one is stored
      settling = settle(batch);
      settling.catch(() => {}); // thrown where it is awaited
    }

    async function settle(batch: readonly StreamEntry[]): Promise<void> {
      await flush();
      const odd = batch.filter((entry) => entry.type === "unreadable");
      if (odd.length > 0) await unreadableEntries.keep(odd);
      await untilStop(whileRunning(() => lease.deleteRows(batch.map(({ id }) => id))));
    }

    if (options.answered !== null) await putBack(options.answered, steady);
    const isElsewhere = (index: number): boolean => open.isExpected(index) || open.hasArrived(index);
    let feeds = 0;
    let feedFailure: { readonly error: unknown } | null = null;
    const feed = async (trials: AsyncIterable<Trial>): Promise<void> => {
      let chunks: Chunk[] = [];
      const add = async (): Promise<void> => {
        if (chunks.length === 0) return;
        const indices = chunks.flatMap(indicesOf);
        for (const index of indices) open.expect(index);
        const added = chunks;
        chunks = [];
        await steady(async () => {
          if (!isFresh) await Promise.all(indices.map(forget));
          await queue.add(added);
        });
      };
      for await (const chunk of chunksOf(trials, { variants, planned })) {
        chunks.push(chunk);
        while (open.count >= mostOpen && !stop.aborted) {
          await add();
          wakeFeeder = Promise.withResolvers();
          if (open.count >= mostOpen) await Promise.race([wakeFeeder.promise, pause(LOOK_EVERY_MS)]);
        }
        if (stop.aborted) return;
        if (chunks.length >= CHUNKS_PER_ADD || open.count === 0) await add();
      }
      await add();
    };
    /** A trial that is sent again (its run was resumed with --retry-errors) may still have its bit. */
    const forget = async (index: number): Promise<void> => {
      await redis.setbit(keys.answered(bitmapOf(index)), index % TRIALS_PER_BITMAP, 0);
    };
    let isFresh = left.length === 0 && (await steady(() => redis.exists(...bitmapKeys(run.token, planned)))) === 0;
    const start = (trials: AsyncIterable<Trial>): void => {
      feeds++;
      feed(trials)
        .catch((error: unknown) => {
          if (!stop.aborted) feedFailure = { error };
        })
        .finally(() => feeds--);
    };
    start(options.trials(isElsewhere));

    const readNext = (): Promise<readonly StreamEntry[] | null> => {
      const next = whileRunning(() => stream.next(READ_WAIT_MS));
      next.catch(() => {}); // thrown where it is awaited
      return next;
    };
    let reading: Promise<readonly StreamEntry[] | null> | null = null;
    let stoppedAt: number | null = null;
    let lookedAt = 0;
    let isQuiet = false;
    for (;;) {
      if (abort?.aborted) return;
      reading ??= readNext();
      const read = await untilStop(reading);
      if (read === null && stoppedAt !== null) return; // Redis is unreachable, and the user has asked to stop
      if (read !== null) reading = null;
      const batch = read ?? [];
      if (batch.length > 0) {
        isQuiet = false;
        if (batch.length >= SMALL_BATCH) reading = readNext(); // in progress while these rows are stored
        yield* taken(batch);
        if (batch.length < SMALL_BATCH) await pause(GATHER_MS);
      }
      if (feedFailure !== null) throw (feedFailure as { readonly error: unknown }).error;
      if (feeds === 0 && open.count === 0 && stoppedAt === null) return settling;
      const now = performance.now();
      if (stop.aborted && stoppedAt === null) {
        stoppedAt = now;
        await stopWorkers();
      }
      if (now - lookedAt < LOOK_EVERY_MS && stoppedAt === null) continue;
      lookedAt = now;
      const look = whileRunning(async () => {
        await lease.renew();
        if (!stop.aborted) await putBackKeys();
        await refuseForeignKeys(redis, keyTypes(run.token, planned));
        mostOpen = await lookAtWorkers();
        return { lost: await queue.lost(), open: await queue.open(), active: await queue.active() };
      });
      const looked = await untilStop(look);
      if (looked === null && stoppedAt !== null) return;
      if (looked === null) continue;
      yield* lostRows(looked.lost);
      if (batch.length > 0) continue;
      if (stoppedAt !== null) {
        if (looked.active > 0 && now - stoppedAt <= STOP_WAIT_MS) continue;
        if (reading !== null) yield* taken((await untilStop(reading)) ?? []);
        yield* taken(await stream.next(1));
        return settling;
      }
      // Nothing is in the queue and nothing in the stream, twice in a row, and yet rows are missing: they were lost with the server.
      if ((feeds > 0 && open.count < mostOpen) || looked.open > 0) continue;
      if (isQuiet) {
        if (unreadable > 0) throw unreadableRows(unreadable, unreadableEntries.file);
        onWarning?.("Redis lost queued trials. Queueing the missing ones again.");
        isFresh = false; // the bits of lost rows would prevent their trials from being sent
        start(onlyMissing(options.trials((index) => open.hasArrived(index))));
      }
      isQuiet = !isQuiet;
    }

    async function* onlyMissing(trials: AsyncIterable<Trial>): AsyncGenerator<Trial> {
      for await (const trial of trials) if (open.isExpected(trial.index)) yield trial;
    }

    async function* lostRows(lost: Awaited<ReturnType<ChunkQueue["lost"]>>): AsyncGenerator<Row> {
      for (const { chunk, remove } of lost) {
        const missing = new Set(indicesOf(chunk).filter((index) => !open.hasArrived(index)));
        for await (const trial of options.trials((index) => !missing.has(index))) {
          const row = await lostRow(trial);
          note(trial.index);
          yield row;
        }
        await flush();
        await untilStop(whileRunning(remove));
      }
    }
  }

  async function putBack(results: AsyncIterable<Result>, steady: Steady): Promise<void> {
    for await (const { trial, outcome } of results)
      await steady(() => redis.hset(keys.pending, trial.index, JSON.stringify({ trial, outcome })));
  }

  /** Each as far as Redis accepts it: a full one refuses some commands, and an unreachable one all. */
  async function stopWorkers(): Promise<void> {
    const control: Control = { type: "stop" };
    const steps = [
      redis.set(keys.stop, "1", "EX", KEEP_S),
      redis.hdel(RUNS_KEY, run.token),
      redis.publish(keys.control, JSON.stringify(control)),
      queue.drain(),
    ];
    await unless(Promise.allSettled(steps), { withinMs: patienceMs() });
  }

  /** Errors: `BAD_ARGUMENT` for a server that may evict keys. */
  async function putBackKeys(): Promise<void> {
    await refuseEviction(redis, addressOf(url));
    if ((await redis.set(keys.alive, "1", "NX")) === null) return;
    onWarning?.("Redis lost the keys of this run. Queueing its trials again.");
    await register();
  }

  /** The present workers, and how many trials may be open for them. */
  async function lookAtWorkers(): Promise<number> {
    const now = performance.now();
    const texts = await redis.hgetall(keys.workers).catch(() => null);
    if (texts !== null) roster.look(texts, now);
    const workers = roster.standings(now);
    onWorkers?.(workers);
    return Math.max(LEAST_OPEN, OPEN_PER_REQUEST * inFlightOf(workers));
  }

  return {
    rows,
    jsonOf: (row) => (current?.row === row ? current.json : null),
    workers: () => roster.standings(performance.now()),
    agreed: async () => Object.values((await unless(redis.hgetall(keys.calls), { withinMs: patienceMs() })) ?? {}),
    async close(isComplete) {
      try {
        // Another coordinator has the run now: this one must not stop its workers or delete its rows.
        if ((await unless(lease.isOwn(), { withinMs: patienceMs() }).catch(() => null)) === false) return;
        await stopWorkers();
        const kept = [keys.alive, keys.answers, keys.pending, keys.calls, ...bitmapKeys(run.token, planned)];
        const steps = [
          queue.obliterate(),
          redis.del(keys.workers),
          ...(isComplete
            ? [redis.expire(keys.stop, 60), redis.del(...kept)] // until the last worker has seen it
            : kept.map((key) => redis.expire(key, KEEP_S))),
        ];
        await unless(Promise.allSettled([...steps, lease.release()]), { withinMs: patienceMs() });
      } finally {
        await unless(queue.close(), { withinMs: patienceMs() }).catch(() => {});
        disconnect();
      }
    },
  };
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
