import { basename, dirname } from "node:path";
import { type Manifest, type WordedReport, type Row } from "@sameseed/core";
import { summarize as summarizeRows } from "@sameseed/analysis";
import { inWords } from "@sameseed/reporter";
import { findRun, readManifest, readRows, runFolder, type RunFolder } from "@sameseed/runner";

/** The result of `runBenchmark`, a run's folder, its id or a part of it, or `latest`. */
export type RunLike = { readonly folder: string } | string;

export interface ResultsOptions {
  /** The folder of runs. Default `results`. */
  readonly out?: string | undefined;
}

/** A stored run. */
export interface StoredRun {
  /** Its folder's path. */
  readonly folder: string;
  /** Run metadata: variants, hashes, seeds, parameters, versions, counts. */
  readonly manifest: Manifest;
  /** The rows in table order (case, repeat, variant). Each call reads them from disk, one row at a time. */
  rows(): AsyncIterable<Row>;
}

/** Finds a stored run and reads its manifest. Errors: `NOT_FOUND` if it does not exist, `BAD_RUN` if it is damaged. */
export async function readRun(run: RunLike, options: ResultsOptions = {}): Promise<StoredRun> {
  const folder = await folderOf(run, options);
  const manifest = await readManifest(folder);
  return { folder: folder.path, manifest, rows: () => readRows(folder.rowsFile, manifest.counts.planned) };
}

/** Computes the report of a stored run from its rows, as in `report.json`. Errors: as `readRun`. */
export async function summarize(run: RunLike, options: ResultsOptions = {}): Promise<WordedReport> {
  const { manifest, rows } = await readRun(run, options);
  return inWords(await summarizeRows(manifest, rows()));
}

/** The folder of a run. */
export async function folderOf(run: RunLike, { out = "results" }: ResultsOptions = {}): Promise<RunFolder> {
  if (typeof run === "string") return findRun(out, run);
  return runFolder(dirname(run.folder), basename(run.folder));
}
