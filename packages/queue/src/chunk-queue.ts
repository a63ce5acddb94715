import type { Job, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { Chunk } from "./chunk.ts";
import type { QueueLibraries } from "./connection.ts";
import { CHUNK_QUEUE, type QueueKeys } from "./queue-keys.ts";

/** A lost worker's chunks come back after the lock and a look for stalled jobs: within 20 seconds. */
export const LOCK_MS = 10_000;
export const STALLED_CHECK_MS = 5_000;
/** A chunk that ends its worker this many times is given up: its trials become failed rows. */
export const MOST_STARTS = 10;
/** From this start on a chunk is split into single blocks, so that a trial that ends its worker affects no others. */
export const SPLIT_FROM_START = 4;

/** A chunk that was given up, with a function to remove it. */
export interface LostChunk {
  readonly chunk: Chunk;
  remove(): Promise<void>;
}

/** Whether a job was given up because each of its workers ended, and not because of an error. */
function endedItsWorkers({ failedReason }: Job): boolean {
  return /^job (stalled|started) more than allowable limit/.test(failedReason ?? "");
}

/** The chunks in Redis. */
export interface ChunkQueue {
  add(chunks: readonly Chunk[]): Promise<void>;
  /** Puts chunks before all others: a worker that ends returns the chunks that it did not begin. */
  giveBack(chunks: readonly Chunk[]): Promise<void>;
  /** Existing chunks: waiting, running, or given up. */
  all(): Promise<readonly Chunk[]>;
  /** Number of waiting and running ones. */
  open(): Promise<number>;
  active(): Promise<number>;
  lost(): Promise<readonly LostChunk[]>;
  /** Takes the waiting chunks away. */
  drain(): Promise<void>;
  /** Takes everything away. */
  obliterate(): Promise<void>;
  close(): Promise<void>;
}

export function chunkQueue(redis: Redis, keys: QueueKeys, { bullmq }: QueueLibraries): ChunkQueue {
  const queue: Queue = new bullmq.Queue(CHUNK_QUEUE, {
    connection: redis,
    prefix: keys.prefix,
    defaultJobOptions: { removeOnComplete: true, removeOnFail: false, attempts: 1 },
    streams: { events: { maxLen: 100 } },
  });
  queue.on("error", () => {}); // the connection's own listeners tell of it
  const jobsOf = (chunks: readonly Chunk[], isFirst = false) =>
    chunks.map((data) => ({ name: "chunk", data, opts: { lifo: isFirst } }));
  /** Null for a job that no coordinator of sameseed added. */
  const chunkOf = (job: Job): Chunk | null => Chunk.safeParse(job.data).data ?? null;
  return {
    async add(chunks) {
      await queue.addBulk(jobsOf(chunks));
    },
    async giveBack(chunks) {
      await queue.addBulk(jobsOf(chunks, true));
    },
    async all() {
      const jobs = await queue.getJobs(["waiting", "active", "delayed", "prioritized", "failed"]);
      return jobs.filter((job) => job !== undefined).flatMap((job) => chunkOf(job) ?? []);
    },
    async open() {
      const counts = await queue.getJobCounts("waiting", "active", "delayed", "prioritized", "failed");
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
    active: () => queue.getActiveCount(),
    async lost() {
      const jobs = (await queue.getFailed(0, 99)).filter((job) => job !== undefined);
      const lost: LostChunk[] = [];
      for (const job of jobs) {
        const chunk = chunkOf(job);
        if (chunk === null) await job.remove();
        else if (endedItsWorkers(job)) lost.push({ chunk, remove: () => job.remove() });
        else await job.retry("failed"); // its worker could not report the result
      }
      return lost;
    },
    drain: () => queue.drain(true),
    obliterate: () => queue.obliterate({ force: true }),
    close: () => queue.close(),
  };
}
