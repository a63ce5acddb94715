import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { basename, resolve } from "node:path";
import {
  type Completion,
  keysNote,
  type Model,
  ModelError,
  type ModelRequest,
  type TestCase,
  textCompletion,
} from "@sameseed/core";
import { pathOf } from "../datasets/file-dataset.ts";
import { refuseIrregular, unreadable } from "../datasets/read-text.ts";
import { idReader } from "../datasets/record-path.ts";
import type { RowFilter } from "../datasets/row-filter.ts";
import { formatOf } from "../datasets/read-records.ts";
import { OrderedDifference } from "./ordered-difference.ts";
import { type Recording, readRecording } from "./recording.ts";

export interface RecordedOptions {
  /** Default `recorded:` and the file's name without its endings. */
  readonly id?: string | undefined;
  /** Path of the case id in a record, or a template over the record: `gsm8k-test-#{{$index}}`. Default `id`. */
  readonly case?: string | undefined;
  /** Path of the answer: `output`, `output[0]`, `choices[0].message.content`. Default `output`. */
  readonly output?: string | undefined;
  /** Path of the repeat number, from 0. Without it a recording answers repeat 0 only. */
  readonly repeat?: string | undefined;
  /** Keeps the records whose fields have these values, as for cases. */
  readonly where?: RowFilter | undefined;
}

/**
 * Recorded answers, read by case id from a JSONL, JSON or CSV file (also `.gz`). A case without a
 * record is a failed trial of kind `no_record`. A null output is an empty answer. If a case has several records,
 * the first one counts. `notes` lists such cases. Keys of services in answers become `[key]`, and `notes` counts them.
 */
export function recorded(file: string | URL, options: RecordedOptions = {}): Model {
  const path = pathOf(file);
  const { case: casePath = "id", output = "output", repeat, where } = options;
  const id = options.id ?? `recorded:${stemOf(path)}`;
  formatOf(path);
  idReader(casePath); // an ending or a template that is wrong is reported now, not at the first trial
  let loading: Promise<Recording> | undefined;
  const load = (): Promise<Recording> => (loading ??= readRecording(path, { case: casePath, output, repeat, where }));
  const answerIn = (recording: Recording, request: ModelRequest): Completion => {
    const text = recording.answer(request.case, request.repeat);
    if (text === undefined) throw new ModelError("no_record", missing(request.case, request.repeat, repeat));
    return textCompletion(text, { latencyMs: null });
  };
  let loaded: Recording | undefined;
  let sha256: string | undefined;

  return {
    id,
    isCacheable: false,
    isImmediate: true,
    get identity() {
      sha256 ??= hashFile(path);
      return {
        provider: "recorded",
        file: basename(path),
        sha256,
        case: casePath,
        output,
        ...(repeat === undefined ? {} : { repeat }),
        ...(where === undefined ? {} : { where: typeof where === "function" ? String(where) : where }),
      };
    },
    relativeTo: (folder) => recorded(resolve(folder, path), { ...options, id }),
    async prepare() {
      loaded = await load(); // all recordings exist before the first reads the cases, which lets them share the reading
    },
    async notes(cases) {
      return describe(id, await load(), cases);
    },
    async complete(request) {
      return answerIn(await load(), request);
    },
    completeNow(request) {
      if (loaded === undefined) throw new Error(`${id} was not prepared.`);
      return answerIn(loaded, request);
    },
  };
}

function missing(caseId: string, number: number, repeat: string | undefined): string {
  const which = number === 0 ? `case "${caseId}"` : `case "${caseId}", repeat ${number}`;
  const remedy = number > 0 && repeat === undefined ? ": without `repeat` a recording has one answer a case" : "";
  return `there is no record of ${which}${remedy}`;
}

async function describe(id: string, recording: Recording, cases: AsyncIterable<TestCase>): Promise<string[]> {
  const difference = new OrderedDifference(recording.caseIds.keys());
  let count = 0;
  for await (const { id: caseId } of cases) {
    count++;
    difference.see(caseId);
  }
  const { without, unknown } = difference.finish();
  const duplicates = [...new Set(recording.duplicates)];
  return [
    note(without, `of ${count} cases has no record`, `of ${count} cases have no record`),
    note(recording.empty, "record has a null or empty output", "records have a null or empty output"),
    note(
      duplicates,
      "case has more than one record (the first is used)",
      "cases have more than one record (the first is used)",
    ),
    note(unknown, "recorded case is not among the cases", "recorded cases are not among the cases"),
    keysNote(recording.keysTaken, "the answers"),
  ].flatMap((text) => (text === undefined ? [] : [`${id}: ${text}`]));
}

const NAMED = 10;

function note(ids: readonly string[], one: string, many: string): string | undefined {
  if (ids.length === 0) return undefined;
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : "";
  return `${ids.length} ${ids.length === 1 ? one : many}: ${ids.slice(0, NAMED).join(", ")}${more}.`;
}

function stemOf(path: string): string {
  return basename(path)
    .replace(/\.gz$/i, "")
    .replace(/\.[^.]+$/, "");
}

/** Hashes of this turn of the event loop: the systems of a table are models of one file. */
const hashes = new Map<string, string>();

function hashFile(path: string): string {
  const known = hashes.get(path);
  if (known !== undefined) return known;
  const hash = hashOf(path);
  hashes.set(path, hash);
  setImmediate(() => hashes.delete(path));
  return hash;
}

/** Synchronous because an identity is a plain value; in pieces because a recording may be large. */
function hashOf(path: string): string {
  refuseIrregular(path);
  const hash = createHash("sha256");
  const buffer = new Uint8Array(1 << 20);
  try {
    const descriptor = openSync(path, "r");
    try {
      for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer))
        hash.update(buffer.subarray(0, length));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
  return hash.digest("hex");
}
