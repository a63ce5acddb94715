import { type Row, StoppedModel } from "@sameseed/core";
import type { Redis } from "ioredis";
import * as z from "@sameseed/core/zod";
import type { QueueKeys } from "./queue-keys.ts";

/** Rows that are read at a time. */
const BATCH = 500;

/** A worker's message about a trial, with its position in the stream. */
export type StreamEntry = { readonly id: string } &
  /** `json` is the row on one line, as stored. */
  (
    | { readonly type: "row"; readonly row: Row; readonly json: string; readonly workerId: string }
    /** The trial's model cannot be used any more: it has no row. */
    | { readonly type: "skip"; readonly index: number; readonly by: StoppedModel }
    /** No worker of this run wrote it, or something changed it. `fields` as Redis has them. */
    | { readonly type: "unreadable"; readonly fields: readonly string[] }
  );

const Skip = z.object({ index: z.int().min(0), by: StoppedModel });

export interface AnswerStreamOptions {
  /** A separate connection, since a blocking read occupies it. */
  readonly blocking: Redis;
  readonly redis: Redis;
  readonly keys: QueueKeys;
  /** Checks a row's JSON. Throws if it is not a row. */
  readonly readRow: (text: string) => Row;
}

/**
 * Reads the stream of answers from its beginning: entries that were not deleted were not stored. A class
 * because the position in the stream is state.
 */
export class AnswerStream {
  readonly #blocking: Redis;
  readonly #redis: Redis;
  readonly #keys: QueueKeys;
  #lastId = "0";

  readonly #readRow: (text: string) => Row;

  constructor({ blocking, redis, keys, readRow }: AnswerStreamOptions) {
    this.#blocking = blocking;
    this.#redis = redis;
    this.#keys = keys;
    this.#readRow = readRow;
  }

  /** The next rows; waits this many milliseconds at most. Empty when none arrived. */
  async next(waitMs: number): Promise<readonly StreamEntry[]> {
    const read = await this.#blocking.xread(
      "COUNT",
      BATCH,
      "BLOCK",
      Math.max(1, waitMs),
      "STREAMS",
      this.#keys.answers,
      this.#lastId,
    );
    const entries = read?.[0]?.[1] ?? [];
    const last = entries.at(-1);
    if (last !== undefined) this.#lastId = last[0];
    return entries.map(([id, fields]) => this.#entryOf(id, fields));
  }

  /** One entry of another form must not end the run: it would end each resume as well. */
  #entryOf(id: string, fields: readonly string[]): StreamEntry {
    const [name, text = "", , workerId = ""] = fields;
    try {
      if (name === "r") {
        const row = this.#readRow(text);
        return { id, type: "row", row, json: storable(text, row), workerId };
      }
      return { id, type: "skip", ...Skip.parse(JSON.parse(text)) };
    } catch {
      return { id, type: "unreadable", fields };
    }
  }

  /** Rows that wait. */
  length(): Promise<number> {
    return this.#redis.xlen(this.#keys.answers);
  }
}

/** A worker's JSON equals that of a local run and is kept; text in any other form is rewritten. */
function storable(text: string, row: Row): string {
  const isUsual = text.startsWith(`{"trial":{"index":${row.trial.index},`) && !text.includes("\n");
  return isUsual ? text : JSON.stringify(row);
}
