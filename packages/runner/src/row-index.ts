import { createReadStream } from "node:fs";
import { Row, SameseedError } from "@sameseed/core";

/** How every line begins, because `JSON.stringify` keeps the trial's and its index's place. */
const PREFIX = '{"trial":{"index":';
const NEWLINE = 10;

export interface RowIndex {
  /** Byte offset of each trial's row by trial index; -1 where no row is stored. */
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
  /** Rows stored. */
  readonly stored: number;
  /** Bytes up to the end of the last whole line: what follows was torn by a kill and never counted. */
  readonly wholeBytes: number;
}

/** Reads where each row lies, in 12 bytes a trial. A file that does not exist has no rows. */
export async function indexRows(file: string, trials: number): Promise<RowIndex> {
  const offsets = new Float64Array(trials).fill(-1);
  const lengths = new Uint32Array(trials);
  let stored = 0;
  let wholeBytes = 0;
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
      const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = data.indexOf(NEWLINE); end !== -1; end = data.indexOf(NEWLINE, start)) {
        const index = trialIndex(data.subarray(start, end), file);
        if (index < trials) {
          if (offsets[index] === -1) stored++;
          offsets[index] = wholeBytes;
          lengths[index] = end - start;
        }
        wholeBytes += end + 1 - start;
        start = end + 1;
      }
      rest = data.subarray(start);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return { offsets, lengths, stored, wholeBytes };
}

function trialIndex(line: Buffer, file: string): number {
  if (line.toString("latin1", 0, PREFIX.length) === PREFIX) return Number.parseInt(line.toString("latin1", PREFIX.length, PREFIX.length + 16), 10);
  try {
    return Row.parse(JSON.parse(line.toString("utf8"))).trial.index;
  } catch (cause) {
    throw new SameseedError("BAD_RUN", `${file} has a line that is not a row: ${line.toString("utf8", 0, 80)}…`, {
      hint: "The file was changed by something else; restore it, or start a new run.",
      cause,
    });
  }
}
