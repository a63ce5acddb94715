import type { Result, Row, StoppedModel } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import type { Redis } from "ioredis";
import { SEND_ROWS } from "./answer-script.ts";
import { readNotice } from "./notices.ts";
import { KeysLost, type Steady } from "./steady.ts";
import { bitmapOf, type QueueKeys, TRIALS_PER_BITMAP } from "./queue-keys.ts";

/** Whether a text is an answer that a worker stored. A worker of the same version wrote its contents. */
const Kept = z.object({ trial: z.looseObject({ index: z.int() }), outcome: z.looseObject({ status: z.string() }) });

/** Sends a worker's rows and answers. */
export interface AnswerSender {
  /** Sends a row; resolves once Redis has it. Rows of one turn of the event loop travel together. */
  send(row: Row): Promise<void>;
  /** Reports that a trial is not sent because its model cannot be used any more. */
  skip(index: number, by: StoppedModel): Promise<void>;
  /** Keeps an answer that waits for its scores: a worker that dies while it scores then loses none. */
  keep(result: Result): void;
  /** Resolves once Redis has the trial's row or its answer; undefined where it has. */
  stored(index: number): Promise<void> | undefined;
  /** The answers that wait for their scores, of these trials. */
  kept(indices: readonly number[]): Promise<ReadonlyMap<number, Result>>;
  /** The trials among these whose rows are in the stream or stored. */
  answered(indices: readonly number[]): Promise<ReadonlySet<number>>;
  /** Waits for all work in progress. */
  flush(): Promise<void>;
}

export interface AnswerSenderOptions {
  readonly redis: Redis;
  readonly keys: QueueKeys;
  /** Stored with each row, to identify its sender for the coordinator. */
  readonly workerId: string;
  /** Called when the run has ended and takes no more rows. */
  readonly onEnded: () => void;
  /** Repeats commands that Redis refuses: a paid answer is never given up. */
  readonly steady: Steady;
}

interface WaitingRow {
  readonly index: number;
  readonly json: string;
}

export function answerSender({ redis, keys, workerId, onEnded, steady }: AnswerSenderOptions): AnswerSender {
  let waiting: WaitingRow[] = [];
  let batch: Promise<void> | null = null;
  const unscored = new Map<number, Result>();
  const unstored = new Map<number, PromiseWithResolvers<void>>();
  const underWay = new Set<Promise<void>>();

  function track(work: Promise<void>): Promise<void> {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
    return work;
  }

  async function sendBatch(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const rows = waiting;
    waiting = [];
    batch = null;
    const bitmaps = rows.map(({ index }) => bitmapOf(index));
    const first = bitmaps.reduce((least, bitmap) => Math.min(least, bitmap));
    const last = bitmaps.reduce((most, bitmap) => Math.max(most, bitmap));
    const names = [keys.alive, keys.answers, keys.pending];
    for (let bitmap = first; bitmap <= last; bitmap++) names.push(keys.answered(bitmap));
    const args = [first, TRIALS_PER_BITMAP, workerId, ...rows.flatMap(({ index, json }) => [index, json])];
    const added = await steady(async () => {
      const count = await redis.eval(SEND_ROWS, names.length, ...names, ...args);
      if (count === -1 && (await redis.exists(keys.stop)) === 0) throw new KeysLost();
      return count;
    });
    if (added === -1) onEnded();
    for (const { index } of rows) markStored(index);
  }

  /** Most answers have their row in the turn of the event loop that brought them: those need no keeping. */
  async function keepUnscored(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const indices = [...unscored.keys()];
    const fields = [...unscored].flatMap(([index, { trial, outcome }]) => [index, JSON.stringify({ trial, outcome })]);
    unscored.clear();
    if (fields.length > 0) await steady(() => redis.hset(keys.pending, ...fields));
    for (const index of indices) markStored(index);
  }

  function markStored(index: number): void {
    unstored.get(index)?.resolve();
    unstored.delete(index);
  }

  return {
    send(row) {
      unscored.delete(row.trial.index);
      waiting.push({ index: row.trial.index, json: JSON.stringify(row) });
      return (batch ??= track(sendBatch()));
    },
    skip(index, by) {
      const json = JSON.stringify({ index, by });
      return track(steady(() => redis.xadd(keys.answers, "*", "s", json)).then(() => {}));
    },
    keep(result) {
      if (unscored.size === 0) void track(keepUnscored());
      unscored.set(result.trial.index, result);
      unstored.set(result.trial.index, Promise.withResolvers());
    },
    stored: (index) => unstored.get(index)?.promise,
    async kept(indices) {
      const found = new Map<number, Result>();
      if (indices.length === 0) return found;
      const texts = await redis.hmget(keys.pending, ...indices.map(String));
      for (const [place, text] of texts.entries()) {
        const result = text === null ? null : (readNotice(Kept, text) as Result | null);
        if (result !== null) found.set(indices[place]!, result);
      }
      return found;
    },
    async answered(indices) {
      const found = new Set<number>();
      for (const [bitmap, group] of Map.groupBy(indices, bitmapOf)) {
        const reads = group.flatMap((index) => ["GET", "u1", index % TRIALS_PER_BITMAP]);
        const bits = (await redis.call("BITFIELD", keys.answered(bitmap), ...reads)) as number[];
        for (const [place, bit] of bits.entries()) if (bit === 1) found.add(group[place]!);
      }
      return found;
    },
    async flush() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
