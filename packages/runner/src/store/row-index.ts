import { type FileHandle, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Row, SameseedError, option } from "@sameseed/core";

/** How every line begins, because `JSON.stringify` keeps the trial's and its index's place. */
const PREFIX = '{"trial":{"index":';
const NEWLINE = 10;

export interface RowIndex {
  /** Byte offset of each trial's row by trial index; undefined for a trial without a stored row. */
  readonly offsets: Uint32Array | Float64Array;
  /** Bytes of each trial's row; 0 where none is stored. */
  readonly lengths: Uint32Array;
  /** Rows stored. */
  readonly stored: number;
  /** Bytes up to the end of the last complete line: the rest was cut off by a kill and never counted. */
  readonly wholeBytes: number;
}

/** From here on offsets take 8 bytes. */
const LARGE_FILE = 2 ** 31;

/** Trials of one run, as its manifest counts them: an index of more takes gigabytes. */
const MOST_TRIALS = 200_000_000;

/** Reads the position of each row, in 8 bytes per trial, 12 in a large file. A missing file has no rows. */
export async function indexRows(file: string, trials: number): Promise<RowIndex> {
  const index = new GrowingIndex(file, trials);
  for await (const lines of wholeLines(file)) index.add(lines);
  return index;
}

/** The index of a row store, line by line. */
export class GrowingIndex implements RowIndex {
  readonly lengths: Uint32Array;
  stored = 0;
  wholeBytes = 0;
  readonly #file: string;
  #offsets: Uint32Array | Float64Array;
  #lines = 0;

  /** Errors: `BAD_RUN` for more trials than a run can have. */
  constructor(file: string, trials: number) {
    if (trials > MOST_TRIALS)
      throw new SameseedError("BAD_RUN", `${dirname(file)} is planned for ${trials} trials, which is impossible.`, {
        hint: "counts.planned in its manifest.json was changed: restore it.",
      });
    this.#file = file;
    this.#offsets = new Uint32Array(trials);
    this.lengths = new Uint32Array(trials);
  }

  get offsets(): Uint32Array | Float64Array {
    return this.#offsets;
  }

  /**
   * Adds the next whole lines of the file. The lowest trial among them whose row replaces an earlier one; Infinity without such a row.
   * `onRow` gets the line of each trial.
   */
  add(lines: Buffer, onRow?: (index: number, line: Buffer) => void): number {
    const { lengths } = this;
    let replaced = Infinity;
    let start = 0;
    for (let end = lines.indexOf(NEWLINE); end !== -1; end = lines.indexOf(NEWLINE, start)) {
      const line = lines.subarray(start, end);
      const index = trialIndex(line, { file: this.#file, number: ++this.#lines });
      if (this.wholeBytes >= LARGE_FILE && this.#offsets.BYTES_PER_ELEMENT === 4)
        this.#offsets = Float64Array.from(this.#offsets);
      if (lengths[index] === undefined) throw this.#notPlanned(index);
      if (lengths[index] === 0) this.stored++;
      else replaced = Math.min(replaced, index);
      this.#offsets[index] = this.wholeBytes;
      lengths[index] = end - start;
      onRow?.(index, line);
      this.wholeBytes += end + 1 - start;
      start = end + 1;
    }
    return replaced;
  }

  /** A row that was written by hand, or belongs to another run: an answer that no report would count. */
  #notPlanned(index: number): SameseedError {
    const place = `${this.#file}, line ${this.#lines}`;
    return new SameseedError(
      "BAD_RUN",
      `${place} is the row of trial ${index}, and the run has ${this.lengths.length}.`,
      {
        hint: `Trials count from 0. Restore the file, or delete line ${this.#lines}: the other rows stay valid.`,
      },
    );
  }
}

/** The opened file; null if it does not exist. Its kind is checked first, because opening a named pipe waits for a writer. */
async function openRows(file: string): Promise<FileHandle | null> {
  try {
    if ((await stat(file)).isFile()) return await open(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw unreadable(file, error as Error);
  }
  throw new SameseedError("BAD_RUN", `${file} is not a file.`, {
    hint: "It must contain the rows of the run: restore it, or start a new run.",
  });
}

/** Called at the end of a file that is being written. Resolves to false when it is complete, and otherwise to true later on. */
export type MayGrow = () => Promise<boolean>;

/**
 * The file in pieces of whole lines, each valid until the next; empty for a missing file. One buffer serves
 * for all: the buffers of a stream would pile up outside the heap, 70 MB on 100,000 rows.
 */
export async function* wholeLines(file: string, mayGrow: MayGrow = async () => false): AsyncGenerator<Buffer> {
  const handle = await openRows(file);
  if (handle === null) return;
  try {
    let buffer = Buffer.alloc(1 << 18);
    let kept = 0;
    let isComplete = false;
    for (;;) {
      if (kept === buffer.length) buffer = Buffer.concat([buffer], 2 * buffer.length);
      const { bytesRead } = await handle
        .read(buffer, kept, buffer.length - kept)
        .catch((error: Error) => Promise.reject(unreadable(file, error)));
      if (bytesRead === 0 && isComplete) return;
      if (bytesRead === 0) {
        isComplete = !(await mayGrow());
        continue;
      }
      const filled = kept + bytesRead;
      const end = buffer.lastIndexOf(NEWLINE, filled - 1) + 1;
      yield buffer.subarray(0, end);
      buffer.copyWithin(0, end, filled);
      kept = filled - end;
    }
  } finally {
    await handle.close();
  }
}

function trialIndex(line: Buffer, place: LinePlace): number {
  if (line.toString("latin1", 0, PREFIX.length) === PREFIX)
    return Number.parseInt(line.toString("latin1", PREFIX.length, PREFIX.length + 16), 10);
  try {
    return Row.parse(JSON.parse(line.toString("utf8"))).trial.index;
  } catch (cause) {
    throw notARow(place, line.toString("utf8"), cause);
  }
}

export interface LinePlace {
  readonly file: string;
  /** From 1. */
  readonly number: number;
}

/** The error of a stored line that is not a row. */
export function notARow({ file, number }: LinePlace, line: string, cause: unknown): SameseedError {
  const shown = JSON.stringify(line.slice(0, 60));
  return new SameseedError("BAD_RUN", `${file}, line ${number} is not a row: ${shown}${line.length > 60 ? "…" : ""}.`, {
    hint: `Restore the file, or delete line ${number}: the other rows stay valid, and ${option("resume")} sends that one request again.`,
    cause,
  });
}

function unreadable(file: string, cause: Error): SameseedError {
  return new SameseedError("BAD_RUN", `Cannot read ${file}: ${cause.message}.`, {
    hint: "It must be a readable file of rows: restore it.",
    cause,
  });
}
