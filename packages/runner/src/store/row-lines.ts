import { createReadStream } from "node:fs";

const NEWLINE = 10;

/** A line of a row store, as it stands there. */
export interface RowLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** False for a last line without its newline: it was torn by a kill and never counted. */
  readonly isWhole: boolean;
}

/** The lines of a row store in file order. Split at newlines alone: a row's text may hold any other line separator. */
export async function* rowLines(file: string): AsyncGenerator<RowLine> {
  let number = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = data.indexOf(NEWLINE); end !== -1; end = data.indexOf(NEWLINE, start)) {
      yield { number: ++number, text: data.toString("utf8", start, end), isWhole: true };
      start = end + 1;
    }
    rest = data.subarray(start);
  }
  if (rest.length > 0) yield { number: ++number, text: rest.toString("utf8"), isWhole: false };
}
