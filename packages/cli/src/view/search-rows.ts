import { createReadStream } from "node:fs";
import { isCounted, type Manifest, type Row } from "@sameseed/core";
import { caseDetails, matches } from "@sameseed/viewer";
import { linesWith } from "./lines-with.ts";

export interface SearchedRows {
  readonly rowsFile: string;
  readonly manifest: Manifest;
  readonly query: string;
  /** Ends the search when the client has left. */
  readonly signal: AbortSignal;
}

/**
 * The first cases are sent after this time, the next ones after twice as long, and so on: the page sorts
 * again at each batch.
 */
const FIRST_BATCH_MS = 100;
/** How a row begins in the file, which saves reading the rows of a case that is already found. */
const INDEX = /^\{"trial":\{"index":(\d+),/;

/** Numbers of the cases that contain the text, each once and in no order, as they are found. Reads every row once. */
export async function* searchRows({
  rowsFile,
  manifest,
  query,
  signal,
}: SearchedRows): AsyncGenerator<readonly number[]> {
  const wanted = query.toLowerCase();
  const perCase = manifest.repeats * manifest.variants.length;
  const found = new Set<number>();
  let batch: number[] = [];
  let waitMs = FIRST_BATCH_MS;
  let dueMs = performance.now() + waitMs;
  // The text in JSON form, to skip most lines without parsing them.
  const written = JSON.stringify(wanted).slice(1, -1);
  for await (const lines of linesWith(createReadStream(rowsFile, { encoding: "utf8" }), written)) {
    if (signal.aborted) return;
    for (const line of lines) {
      const index = INDEX.exec(line)?.[1];
      if (index !== undefined && found.has(Math.floor(Number(index) / perCase))) continue;
      const number = matchingCase(line, manifest, wanted);
      if (number === null || found.has(number)) continue;
      found.add(number);
      batch.push(number);
    }
    if (batch.length === 0 || performance.now() < dueMs) continue;
    yield batch;
    batch = [];
    waitMs *= 2;
    dueMs = performance.now() + waitMs;
  }
  if (batch.length > 0) yield batch;
}

/** The case of this row; null where the text is elsewhere in the line. */
function matchingCase(line: string, manifest: Manifest, wanted: string): number | null {
  const row = wholeRow(line);
  if (row === null || !isCounted(manifest, row)) return null;
  const details = caseDetails(manifest, [row]);
  return matches(details, wanted) ? details.number : null;
}

/** Null for a line that is being written. */
function wholeRow(line: string): Row | null {
  try {
    return JSON.parse(line) as Row;
  } catch {
    return null;
  }
}
