import { createReadStream } from "node:fs";

const NEWLINE = 10;

/** A line of a row store, unparsed. */
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
  /** The line that has not ended, joined once at its end. */
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const line = chunk.subarray(start, end);
      const text = rest.length === 0 ? line.toString("utf8") : Buffer.concat([...rest, line]).toString("utf8");
      rest = [];
      yield { number: ++number, text, isWhole: true };
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) yield { number: ++number, text: Buffer.concat(rest).toString("utf8"), isWhole: false };
}
