import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { type Result, type Row, type SharedLimits, type StoppedModel, type TestCase, type Trial } from "@sameseed/core";
import type { Job, Worker } from "bullmq";
import { type AnswerSender, answerSender } from "./answer-sender.ts";
import { Chunk, type ChunkContext, indicesOf, splitChunk, TRIALS_PER_CHUNK, trialsOfChunk, without } from "./chunk.ts";
import { chunkQueue, LOCK_MS, MOST_STARTS, SPLIT_FROM_START, STALLED_CHECK_MS } from "./chunk-queue.ts";
import { addressOf, connectRedis, queueLibraries, tellOutages } from "./connection.ts";
import { heartbeat } from "./heartbeat.ts";
import { Control, readNotice, type RunNotice, type WorkerNotice } from "./notices.ts";
import { pushStream } from "./push-stream.ts";
import { CHUNK_QUEUE, queueKeys } from "./queue-keys.ts";
import { atStart } from "./refusals.ts";
import { sharedLimits } from "./shared-limits.ts";
import { steadily, unless } from "./steady.ts";

const NOTICE_EVERY_MS = 1000;
const DOUBT_MS = 100;
/** Trials that a worker holds per request that it may have in flight, so that no request waits for a chunk. */
const OPEN_PER_REQUEST = 2;
/**
 * Maximum wait for Redis when the worker ends. Other workers get chunks that could not be returned after
 * their lock expires.
 */
const CLOSE_MS = 5000;
/** The same without a connection. */
const CUT_OFF_MS = 100;

/** The worker's functions for the stages that it runs. */
export interface WorkerStage {
  /** Trials to send. */
  readonly trials: AsyncIterable<Trial>;
  /** Answers that came before, of a worker that died, and only need their scores. */
  readonly answered: AsyncIterable<Result>;
  /** Keeps an answer until it has its row. */
  readonly keep: (result: Result) => void;
  /** Resolves once the trial's row or answer is kept; undefined where it is. Until then its request counts as in flight. */
  readonly stored: (index: number) => Promise<void> | undefined;
  /** Reports that a trial is not sent because its model cannot be used any more. */
  readonly skip: (trial: Trial, by: StoppedModel) => void;
  /** Agrees with the other workers on a judge's answer for the whole run: the first answer counts. */
  readonly agree: (key: string, answer: string) => Promise<string>;
  /** The judge calls for the whole run so far. */
  readonly agreed: () => Promise<readonly string[]>;
  /** Limits that all workers share. */
  readonly limits: SharedLimits;
  /** Aborted when no further request is to be sent. */
  readonly stop: AbortSignal;
}

export interface WorkerOptions {
  readonly url: string;
  readonly run: RunNotice;
  /** Requests in flight at most. */
  readonly concurrency: number;
  readonly variants: ChunkContext["variants"];
  readonly caseOf: (id: string) => Promise<TestCase>;
  /** Sends and scores: rows in order of completion. */
  readonly execute: (stage: WorkerStage) => AsyncIterable<Row>;
  /** Ends the worker after its requests in flight and returns the chunks that it did not begin. */
  readonly stop?: AbortSignal | undefined;
  /** Ends the worker at once; rows that Redis has not taken are lost. */
  readonly abort?: AbortSignal | undefined;
  readonly onRow?: (row: Row) => void;
  readonly onWarning?: (sentence: string) => void;
}

/** How a worker ended. */
export interface WorkerEnd {
  readonly rows: number;
  readonly failed: number;
  /** True when the run ended, false when the worker was stopped. */
  readonly isRunOver: boolean;
}

/** Trials of one chunk that have no row yet. */
interface Ticket {
  readonly open: Set<number>;
  readonly settled: PromiseWithResolvers<void>;
}

/**
 * Executes chunks until the run ends. All running chunks share one pipeline: no request waits for the end of
 * a chunk. Errors: `BAD_ARGUMENT` for an unusable Redis; the errors of `execute`, after its chunks were
 * returned.
 */
export async function work(options: WorkerOptions): Promise<WorkerEnd> {
  const libraries = await queueLibraries();
  const { redis, warnings } = await connectRedis(options.url, libraries);
  for (const warning of warnings) options.onWarning?.(warning);
  tellOutages(redis, options.onWarning);
  const keys = queueKeys(options.run.token);
  const queue = chunkQueue(redis, keys, libraries);
  const subscriber = redis.duplicate();
  const id = randomUUID();
  const trials = pushStream<Trial>();
  const answered = pushStream<Result>();
  const tickets = new Map<number, Ticket>();
  const stopped = new AbortController();
  const over = Promise.withResolvers<boolean>();
  const counts = { rows: 0, failed: 0 };
  const leastJobs = Math.ceil((OPEN_PER_REQUEST * options.concurrency) / TRIALS_PER_CHUNK) + 1;
  /** The chunks at work, with the token of each one's lock. */
  const locks = new Map<Job, string>();
  const clock = heartbeat();
  let lastSize = TRIALS_PER_CHUNK;
  /** True once no more rows are sent: a chunk that arrives now is returned. */
  let hasDrained = false;
  let failure: { readonly error: unknown } | null = null;
  const end = (isRunOver: boolean): void => {
    stopped.abort();
    over.resolve(isRunOver);
  };
  const steady = steadily({ onWarning: options.onWarning, isPaid: true });
  const sender: AnswerSender = answerSender({ redis, keys, workerId: id, onEnded: () => end(true), steady });
  const patienceMs = (): number => (redis.status === "ready" ? CLOSE_MS : CUT_OFF_MS);
  const limits = sharedLimits({ redis, keys, workerId: id, token: options.run.token });

  /**
   * How many chunks BullMQ may give this worker at once: as many as keep its requests in flight. Small chunks end often,
   * and BullMQ looks at the number whenever one ends.
   */
  function adjustJobs(trialsPerJob: number): void {
    const missing = OPEN_PER_REQUEST * options.concurrency - tickets.size;
    worker.concurrency = Math.max(leastJobs, locks.size + Math.ceil(missing / trialsPerJob));
  }

  async function process(job: Job, token = "", signal?: AbortSignal): Promise<void> {
    locks.set(job, token);
    try {
      await processChunk(job, signal);
    } finally {
      locks.delete(job);
      adjustJobs(lastSize);
    }
  }

  async function processChunk(job: Job, signal?: AbortSignal): Promise<void> {
    const given = Chunk.parse(job.data);
    const done = await sender.answered(indicesOf(given));
    const chunk = without(given, (index) => done.has(index));
    if (chunk === null) return;
    if (stopped.signal.aborted) return giveBack(chunk);
    if (job.attemptsStarted >= SPLIT_FROM_START && chunk.blocks.length > 1)
      return steady(() => queue.add(splitChunk(chunk)));
    const kept = await sender.kept(indicesOf(chunk));
    const ticket: Ticket = { open: new Set(indicesOf(chunk)), settled: Promise.withResolvers() };
    const isHere = new Set(indicesOf(chunk).filter((index) => tickets.has(index)));
    for (const index of isHere) settle(index); // a chunk whose lock this worker had lost
    for (const index of ticket.open) tickets.set(index, ticket);
    lastSize = ticket.open.size;
    adjustJobs(lastSize);
    for await (const trial of trialsOfChunk(chunk, { ...options })) {
      if (isHere.has(trial.index)) continue;
      const before = kept.get(trial.index);
      if (before === undefined) trials.push(trial);
      else answered.push({ trial, outcome: before.outcome });
    }
    signal?.addEventListener("abort", () => ticket.settled.resolve()); // another worker has the chunk: it was thought lost
    if (hasDrained) ticket.settled.resolve(); // the worker ended while the chunk was on its way here
    await ticket.settled.promise;
    for (const index of ticket.open) if (tickets.get(index) === ticket) tickets.delete(index);
    const left = without(chunk, (index) => !ticket.open.has(index));
    if (left !== null && signal?.aborted !== true) await giveBack(left);
  }

  async function giveBack(chunk: Chunk): Promise<void> {
    if ((await redis.exists(keys.stop)) === 0 && (await redis.exists(keys.alive)) === 1)
      await steady(() => queue.giveBack([chunk]));
  }

  /** Trials of chunks that this worker has: those that another one took over while this one was frozen are not sent. */
  async function* heldTrials(): AsyncGenerator<Trial> {
    for await (const trial of trials) {
      while (clock.isDoubtful() && !stopped.signal.aborted) await pause(DOUBT_MS);
      if (tickets.has(trial.index)) yield trial;
    }
  }

  /** BullMQ renews no lock while the clock is behind. */
  function beat(): void {
    if (clock.isSetBack()) for (const [job, token] of locks) job.extendLock(token, LOCK_MS).catch(() => {});
    clock.beat();
    tell();
  }

  function settle(index: number): void {
    const ticket = tickets.get(index);
    tickets.delete(index);
    if (ticket?.open.delete(index) && ticket.open.size === 0) ticket.settled.resolve();
  }

  async function pipeline(): Promise<void> {
    const stage: WorkerStage = {
      trials: heldTrials(),
      answered,
      keep: sender.keep,
      stored: sender.stored,
      skip: ({ index }, by) => void sender.skip(index, by).then(() => settle(index)),
      async agree(key, answer) {
        await steady(() => redis.hsetnx(keys.calls, key, answer));
        return (await redis.hget(keys.calls, key)) ?? answer;
      },
      agreed: async () => Object.values(await redis.hgetall(keys.calls)),
      limits,
      stop: stopped.signal,
    };
    for await (const row of options.execute(stage)) {
      counts.rows++;
      if (row.outcome.status === "failed") counts.failed++;
      options.onRow?.(row);
      void sender.send(row).then(() => settle(row.trial.index));
    }
  }

  const notice = (): WorkerNotice => ({
    id,
    host: hostname(),
    pid: globalThis.process.pid,
    concurrency: options.concurrency,
    at: Date.now(),
  });
  const tell = (): void => void redis.hset(keys.workers, id, JSON.stringify(notice())).catch(() => {});

  subscriber.on("error", () => {});
  subscriber.on("message", (_channel: string, message: string) => {
    const control = readNotice(Control, message);
    if (control?.type === "stop") end(true);
    else if (control?.type === "hold") limits.hear(control);
  });
  const where = addressOf(options.url);
  await atStart(where, () => subscriber.subscribe(keys.control));
  const onStop = (): void => end(false);
  options.stop?.addEventListener("abort", onStop);
  if (options.stop?.aborted) onStop();
  const isOver = async (): Promise<boolean> =>
    (await redis.exists(keys.stop)) === 1 || (await redis.exists(keys.alive)) === 0;
  if (await atStart(where, isOver)) end(true);

  const worker: Worker = new libraries.bullmq.Worker(CHUNK_QUEUE, process, {
    connection: redis,
    prefix: keys.prefix,
    concurrency: leastJobs,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: 10 * MOST_STARTS,
    maxStartedAttempts: MOST_STARTS,
    drainDelay: 1,
    autorun: true,
  });
  worker.on("error", () => {});
  worker.on("lockRenewalFailed", (ids: string[]) => {
    for (const jobId of ids) worker.cancelJob(jobId);
  });
  tell();
  const timer = setInterval(beat, NOTICE_EVERY_MS);
  const executed = pipeline().catch((error: unknown) => {
    failure = { error };
    end(false);
  });
  stopped.signal.addEventListener("abort", () => {
    trials.end();
    answered.end();
  });
  if (stopped.signal.aborted) {
    trials.end();
    answered.end();
  }

  try {
    const isRunOver = await over.promise;
    await unless(
      executed.then(() => sender.flush()),
      { signal: options.abort },
    );
    hasDrained = true;
    for (const { settled } of new Set(tickets.values())) settled.resolve();
    await unless(worker.close(), { signal: options.abort, withinMs: patienceMs() });
    if (failure !== null) throw (failure as { readonly error: unknown }).error;
    return { ...counts, isRunOver };
  } finally {
    clearInterval(timer);
    options.stop?.removeEventListener("abort", onStop);
    limits.close();
    const closing = Promise.allSettled([redis.hdel(keys.workers, id), queue.close()]);
    await unless(closing, { signal: options.abort, withinMs: patienceMs() });
    subscriber.disconnect();
    redis.disconnect();
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
