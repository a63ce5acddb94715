import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest, Reporter, Row } from "@sameseed/core";
import { metricsOf } from "@sameseed/analysis";
import { type RowIndex, rowsDigest, type RunFolder, writeWhole } from "@sameseed/runner/store";
import { CellsSpool } from "./cells-spool.ts";

/** The data that `sameseed view` reads for a large run instead of all its rows. */
export interface ViewIndex {
  /** `encodeCells` of all rows that count. */
  readonly cells: Uint8Array<ArrayBuffer>;
  readonly index: Pick<RowIndex, "offsets" | "lengths">;
}

const FILE = "view.index";
/** The layout of the file, and that of the cells in it. */
const FORMAT = 2;
/** Smaller runs are read as fast as their index would be. */
const FEWEST_TRIALS = 20_000;

/** Identity of an index: it is used while all of it is unchanged. */
interface Header {
  readonly format: number;
  readonly rows: string | null;
  readonly run: string;
  readonly offsetBytes: number;
  readonly trials: number;
  readonly cellBytes: number;
}

/** A run with all rows stored; `index` is the result of `indexRows`. */
interface IndexedRun {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  readonly index: Promise<RowIndex>;
}

/** Gathers the cells as the reports are written; null for a run that needs no index. */
export class ViewIndexBuilder implements Reporter {
  readonly #run: IndexedRun;
  readonly #cells: CellsSpool;
  #case: Row[] = [];

  static for(run: IndexedRun): ViewIndexBuilder | null {
    return run.manifest.counts.planned < FEWEST_TRIALS ? null : new ViewIndexBuilder(run);
  }

  private constructor(run: IndexedRun) {
    this.#run = run;
    this.#cells = new CellsSpool(join(run.folder.path, `${FILE}.cells.part`), run.manifest, metricsOf(run.manifest));
  }

  row(row: Row): Promise<void> | undefined {
    const isNext = this.#case[0] !== undefined && this.#case[0].trial.case.id !== row.trial.case.id;
    const flushed = isNext ? this.#closeCase() : undefined;
    this.#case.push(row);
    return flushed;
  }

  /** Writes the index next to the rows. It is not a report: without it `view` reads the rows. */
  async end(): Promise<void> {
    await this.#closeCase();
    const { folder, manifest, index } = this.#run;
    const { size, parts } = await this.#cells.encoded();
    const rows = await rowsDigest(folder.rowsFile);
    async function* file(): AsyncGenerator<Uint8Array> {
      const { offsets, lengths } = await index;
      const header: Header = {
        format: FORMAT,
        rows,
        run: runKey(manifest),
        offsetBytes: offsets.BYTES_PER_ELEMENT,
        trials: lengths.length,
        cellBytes: size,
      };
      yield new TextEncoder().encode(`${JSON.stringify(header)}\n`);
      yield* parts;
      yield bytesOf(offsets);
      yield bytesOf(lengths);
    }
    await writeWhole(join(folder.path, FILE), async (draft) => {
      for await (const part of file()) await draft.writeFile(part);
    });
  }

  #closeCase(): Promise<void> | undefined {
    const flushed = this.#cells.addCase(this.#case);
    this.#case = [];
    return flushed;
  }

  /** Removes temporary files. */
  async close(): Promise<void> {
    await this.#cells.close();
  }
}

/** Takes an index away that no longer is of the run. */
export async function removeViewIndex({ path }: RunFolder): Promise<void> {
  await rm(join(path, FILE), { force: true });
}

/** The stored index; null without one, or for one of other rows or of another version. */
export async function readViewIndex(folder: RunFolder, manifest: Manifest): Promise<ViewIndex | null> {
  const file = await open(join(folder.path, FILE)).catch(() => null);
  if (file === null) return null;
  try {
    const bytes = new Uint8Array(await file.readFile());
    const end = bytes.indexOf(10);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as Header;
    const { cellBytes, offsetBytes, trials } = header;
    if (header.format !== FORMAT || header.run !== runKey(manifest)) return null;
    if (header.rows !== (await rowsDigest(folder.rowsFile))) return null;
    const places = end + 1 + cellBytes;
    if (bytes.length !== places + trials * (offsetBytes + 4)) return null;
    // Copies begin at a multiple of their numbers' size, which the parts of the file do not.
    const offsets = bytes.slice(places, places + trials * offsetBytes).buffer;
    return {
      cells: bytes.slice(end + 1, places),
      index: {
        offsets: offsetBytes === 4 ? new Uint32Array(offsets) : new Float64Array(offsets),
        lengths: new Uint32Array(bytes.slice(places + trials * offsetBytes).buffer),
      },
    };
  } catch {
    return null; // damaged: the rows contain the same
  } finally {
    await file.close();
  }
}

function runKey({ hash, startedAt, endedAt, counts, sequential, scorers }: Manifest): string {
  return JSON.stringify([hash, startedAt, endedAt, counts, sequential ?? null, scorers.map((scorer) => scorer.hash)]);
}

function bytesOf(numbers: Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
