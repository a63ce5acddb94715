import { csvHeader, csvLine, csvLines, type CsvOptions, csvPieces } from "../csv/csv-line.ts";
import { TextFile } from "./text-file.ts";

/** Rows per call of papaparse: one by one costs a third more. */
const BATCH_ROWS = 64;
/** Batch size in characters, not rows: texts of any length may be in a row. */
const BATCH_LENGTH = 1 << 20;

/** A CSV file that is written as its rows come, and appears complete or not at all. */
export class CsvFile {
  readonly #file: TextFile;
  readonly #options: CsvOptions;
  #batch: (readonly unknown[])[] = [];
  #length = 0;

  constructor(path: string, columns: readonly string[], options: CsvOptions) {
    this.#file = new TextFile(path, csvHeader(columns, options));
    this.#options = options;
  }

  /** Adds a row. A promise means that text is on its way to the disk: await it before the next call. */
  write(cells: readonly unknown[]): Promise<void> | undefined {
    const length = textLength(cells);
    if (length > BATCH_LENGTH) return this.#writeLong(cells);
    this.#batch.push(cells);
    this.#length += length;
    return this.#batch.length < BATCH_ROWS && this.#length < BATCH_LENGTH ? undefined : this.#flush();
  }

  /** The line of a row, for `writeLine`. */
  line(cells: readonly unknown[]): string {
    return flat(csvLine(cells, this.#options));
  }

  /** Adds a line, as `write` does. */
  writeLine(line: string): Promise<void> | undefined {
    if (this.#batch.length === 0) return this.#file.write(line);
    const flushed = this.#flush();
    return flushed === undefined ? this.#file.write(line) : flushed.then(() => this.#file.write(line));
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#file.finish();
  }

  /** Cell by cell: the line may be longer than any string. */
  async #writeLong(cells: readonly unknown[]): Promise<void> {
    await this.#flush();
    for (const piece of csvPieces(cells, this.#options)) await this.#file.write(piece);
  }

  #flush(): Promise<void> | undefined {
    const batch = this.#batch;
    this.#batch = [];
    this.#length = 0;
    return this.#file.write(csvLines(batch, this.#options));
  }
}

/** A text that was put together keeps its parts, which take several times its memory, until it is copied. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}

function textLength(cells: readonly unknown[]): number {
  let length = 0;
  for (const cell of cells) if (typeof cell === "string") length += cell.length;
  return length;
}
