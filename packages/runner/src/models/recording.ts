import { basename } from "node:path";
import { SameseedError, textOf, withoutKeys } from "@sameseed/core";
import { type DataRecord, readRecords } from "../datasets/read-records.ts";
import { idReader, valueAt } from "../datasets/record-path.ts";
import { type RowFilter, RowFilterState } from "../datasets/row-filter.ts";

export interface RecordingPaths {
  readonly case: string;
  readonly output: string;
  readonly repeat: string | undefined;
  readonly where?: RowFilter | undefined;
}

/** The answers of a file by case and repeat, and what is odd about them. */
export interface Recording {
  /** Undefined where there is no record; null where the record's output is null. */
  answer(caseId: string, repeat: number): string | null | undefined;
  /** Case ids in file order, each once. */
  readonly caseIds: ReadonlySet<string>;
  /** Keys of records whose output is null or empty, and of records after the first of their key. */
  readonly empty: readonly string[];
  readonly duplicates: readonly string[];
  /** Texts in the answers that looked like keys of services and became `[key]`. */
  readonly keysTaken: number;
}

/**
 * Reads a recording whole, without the keys of services in its answers. Errors: those of `readRecords`; `BAD_DATASET`
 * for a record that lacks a field; `EMPTY_DATASET` where `where` lets no record through.
 */
export async function readRecording(file: string, paths: RecordingPaths): Promise<Recording> {
  const answers = new Map<string, string | null>();
  const caseIds = new Set<string>();
  const empty: string[] = [];
  const duplicates: string[] = [];
  const caseIdOf = idReader(paths.case);
  const filter = new RowFilterState(paths.where);
  let keysTaken = 0;
  for await (const data of readRecords(file)) {
    if (!filter.keeps(data)) continue;
    const caseId = caseIdOf(data);
    const key = keyOf(caseId, paths.repeat === undefined ? 0 : repeatAt(data, paths.repeat));
    caseIds.add(caseId);
    if (answers.has(key)) {
      duplicates.push(key);
      continue;
    }
    const { value: output, count } = withoutKeys(outputAt(data, paths.output));
    keysTaken += count;
    if (output === null || output === "") empty.push(key);
    answers.set(key, output);
  }
  const problem = caseIds.size === 0 ? filter.problem(basename(file)) : undefined;
  if (problem !== undefined) throw problem;
  return { answer: (caseId, repeat) => answers.get(keyOf(caseId, repeat)), caseIds, empty, duplicates, keysTaken };
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
  const output = valueAt(data, outputPath(data, path));
  if (output === null) return null;
  if (!Array.isArray(output)) return textOf(output);
  throw new SameseedError("BAD_DATASET", `${data.place}: "${path}" is a list of ${output.length}, not one answer.`, {
    hint: `Say which: output: "${path}[0]".`,
  });
}

/** `output[0]` where `output` is text is a mistake that must not give the first letter. */
function outputPath(data: DataRecord, path: string): string {
  const parent = path.replace(/\[\d+\]$/, "");
  if (parent !== path && typeof valueAt(data, parent) === "string") {
    throw new SameseedError(
      "BAD_DATASET",
      `${data.place}: "${parent}" is text, not a list, so there is no "${path}".`,
      { hint: `Use output: "${parent}".` },
    );
  }
  return path;
}
