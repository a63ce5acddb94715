import { basename } from "node:path";
import { SameseedError, textOf, withoutKeys } from "@sameseed/core";
import { type DataRecord, readRecordBatches } from "../datasets/read-records.ts";
import { idReader, valueAt } from "../datasets/record-path.ts";
import { type RowFilter, RowFilterState } from "../datasets/row-filter.ts";

export interface RecordingPaths {
  readonly case: string;
  readonly output: string;
  readonly repeat: string | undefined;
  readonly where?: RowFilter | undefined;
}

/** The answers of a file by case and repeat, and the file's irregularities. */
export interface Recording {
  /** Undefined without a record; null for a record with a null output. */
  answer(caseId: string, repeat: number): string | null | undefined;
  /** Case ids in file order, each once. */
  readonly caseIds: ReadonlySetLike<string>;
  /** Keys of records with a null or empty output, and of repeated keys. */
  readonly empty: readonly string[];
  readonly duplicates: readonly string[];
  /** Texts in the answers that looked like keys of services and became `[key]`. */
  readonly keysTaken: number;
}

/** Who waits for a recording: each model has its own paths and conditions. */
interface Waiting {
  readonly builder: RecordingBuilder;
  resolve(recording: Recording): void;
  reject(error: unknown): void;
}

/** Readings that begin at the end of this turn, by file. */
const beginning = new Map<string, Set<Waiting>>();

/**
 * Reads a whole recording, with API keys removed from its answers. Models that request one file in the same
 * turn of the event loop, such as the systems of a table, share one reading. A model with a function as
 * `where` reads separately, because the function may change the records. Errors: those of `readRecords`;
 * `BAD_DATASET` for a record that lacks a field; `EMPTY_DATASET` where no record passes `where`.
 */
export function readRecording(file: string, paths: RecordingPaths): Promise<Recording> {
  return new Promise((resolve, reject) => {
    const waiting = { builder: new RecordingBuilder(file, paths), resolve, reject };
    if (typeof paths.where === "function") void readFor(file, new Set([waiting]));
    else (beginning.get(file) ?? begin(file)).add(waiting);
  });
}

function begin(file: string): Set<Waiting> {
  const group = new Set<Waiting>();
  beginning.set(file, group);
  queueMicrotask(() => {
    beginning.delete(file);
    void readFor(file, group);
  });
  return group;
}

async function readFor(file: string, group: Set<Waiting>): Promise<void> {
  const each = (work: (waiting: Waiting) => void): void => {
    for (const waiting of group) {
      try {
        work(waiting);
      } catch (error) {
        group.delete(waiting);
        waiting.reject(error);
      }
    }
  };
  try {
    for await (const batch of readRecordBatches(file)) {
      for (const data of batch) {
        each(({ builder }) => builder.add(data));
        if (group.size === 0) return;
      }
    }
  } catch (error) {
    for (const { reject } of group) reject(error);
    return;
  }
  each(({ builder, resolve }) => resolve(builder.finish()));
}

/** Gathers the answers of one model. */
class RecordingBuilder {
  readonly #file: string;
  readonly #paths: RecordingPaths;
  readonly #caseIdOf: (data: DataRecord) => string;
  /** The path without its index at the end: the list with the output. Null without such an index. */
  readonly #list: string | null;
  readonly #filter: RowFilterState;
  readonly #answers = new Map<string, string | null>();
  /** Null where the answers have the case ids as keys. */
  readonly #caseIds: Set<string> | null;
  readonly #empty: string[] = [];
  readonly #duplicates: string[] = [];
  #keysTaken = 0;

  constructor(file: string, paths: RecordingPaths) {
    this.#file = file;
    this.#paths = paths;
    this.#caseIdOf = idReader(paths.case);
    this.#list = /\[\d+\]$/.test(paths.output) ? paths.output.replace(/\[\d+\]$/, "") : null;
    this.#filter = new RowFilterState(paths.where);
    this.#caseIds = paths.repeat === undefined ? null : new Set();
  }

  add(data: DataRecord): void {
    if (!this.#filter.keeps(data)) return;
    const { output: path, repeat } = this.#paths;
    const caseId = this.#caseIdOf(data);
    const key = keyOf(caseId, repeat === undefined ? 0 : repeatAt(data, repeat));
    this.#caseIds?.add(caseId);
    if (this.#answers.has(key)) {
      this.#duplicates.push(key);
      return;
    }
    refuseText(data, path, this.#list);
    const { value: output, count } = withoutKeys(outputAt(data, path));
    this.#keysTaken += count;
    if (output === null || output === "") this.#empty.push(key);
    this.#answers.set(key, output);
  }

  finish(): Recording {
    const answers = this.#answers;
    const caseIds = this.#caseIds ?? answers;
    const problem = caseIds.size === 0 ? this.#filter.problem(basename(this.#file)) : undefined;
    if (problem !== undefined) throw problem;
    return {
      answer: (caseId, repeat) => answers.get(keyOf(caseId, repeat)),
      caseIds,
      empty: this.#empty,
      duplicates: this.#duplicates,
      keysTaken: this.#keysTaken,
    };
  }
}

/** Name of a record in messages: the case, and the repeat unless it is the first. */
function keyOf(caseId: string, repeat: number): string {
  return repeat === 0 ? caseId : `${caseId} (repeat ${repeat})`;
}

function repeatAt(data: DataRecord, path: string): number {
  const repeat = Number(valueAt(data, path));
  if (Number.isInteger(repeat) && repeat >= 0) return repeat;
  throw new SameseedError(
    "BAD_DATASET",
    `${data.place}: the repeat at "${path}" is ${JSON.stringify(valueAt(data, path))}.`,
    {
      hint: "A repeat is an integer that counts from 0.",
    },
  );
}

function outputAt(data: DataRecord, path: string): string | null {
  const output = valueAt(data, path);
  if (output === null) return null;
  if (!Array.isArray(output)) return textOf(output);
  throw new SameseedError("BAD_DATASET", `${data.place}: "${path}" is a list of ${output.length}, not one answer.`, {
    hint: `Say which: output: "${path}[0]".`,
  });
}

/** `output[0]` where `output` is text is a mistake that must not give the first letter. */
function refuseText(data: DataRecord, path: string, list: string | null): void {
  if (list === null || typeof valueAt(data, list) !== "string") return;
  throw new SameseedError("BAD_DATASET", `${data.place}: "${list}" is text, not a list, so there is no "${path}".`, {
    hint: `Use output: "${list}".`,
  });
}
