import { basename, dirname } from "node:path";
import { type Manifest, type WordedReport, type Row } from "@sameseed/core";
import { summarize as summarizeRows } from "@sameseed/analysis";
import { inWords } from "@sameseed/reporter";
import { findRun, readManifest, readRows, runFolder, type RunFolder } from "@sameseed/runner";

/** What `runBenchmark` gives, a run's folder, its id or the beginning of one, or `latest`. */
export type RunLike = { readonly folder: string } | string;

export interface ResultsOptions {
  /** Folder that runs are looked for in. Default `results`. */
  readonly out?: string | undefined;
}

/** A stored run. */
export interface StoredRun {
  /** Its folder's path. */
  readonly folder: string;
  /** What the run was: variants, hashes, seeds, parameters, versions, counts. */
  readonly manifest: Manifest;
  /** The rows in table order (case, repeat, variant), read from disk each time, a row in memory at a time. */
  rows(): AsyncIterable<Row>;
}

/** Finds a stored run and reads its manifest. Errors: `NOT_FOUND` where there is none, `BAD_RUN` for a damaged one. */
export async function readRun(run: RunLike, options: ResultsOptions = {}): Promise<StoredRun> {
  const folder = await folderOf(run, options);
  const manifest = await readManifest(folder);
  return { folder: folder.path, manifest, rows: () => readRows(folder.rowsFile, manifest.counts.planned) };
}

/** The report of a stored run, computed from its rows: what `report.json` holds. Errors: as `readRun`. */
export async function summarize(run: RunLike, options: ResultsOptions = {}): Promise<WordedReport> {
  const { manifest, rows } = await readRun(run, options);
  return inWords(await summarizeRows(manifest, rows()));
}

/** The folder that a run lies in. */
export async function folderOf(run: RunLike, { out = "results" }: ResultsOptions = {}): Promise<RunFolder> {
  if (typeof run === "string") return findRun(out, run);
  return runFolder(dirname(run.folder), basename(run.folder));
}
