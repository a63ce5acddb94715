import { csvHeader, csvLines, type CsvOptions } from "./csv-line.ts";
import { TextFile } from "../files/text-file.ts";

/** Rows that papaparse is given at a time: one by one costs a third more. */
const BATCH_ROWS = 64;

/** A CSV file that is written as its rows come, and appears complete or not at all. */
export class CsvFile {
  readonly #file: TextFile;
  readonly #options: CsvOptions;
  #batch: (readonly unknown[])[] = [];

  constructor(path: string, columns: readonly string[], options: CsvOptions) {
    this.#file = new TextFile(path, csvHeader(columns, options));
    this.#options = options;
  }

  /** Adds a row. A promise means that text is on its way to the disk: await it before the next call. */
  write(cells: readonly unknown[]): Promise<void> | undefined {
    this.#batch.push(cells);
    return this.#batch.length < BATCH_ROWS ? undefined : this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#file.finish();
  }

  #flush(): Promise<void> | undefined {
    const batch = this.#batch;
    this.#batch = [];
    return this.#file.write(csvLines(batch, this.#options));
  }
}
