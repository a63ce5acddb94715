import { existsSync, statSync } from "node:fs";
import { trialsToRun, type BenchmarkDefinition, SameseedError } from "@sameseed/core";
import { readManifest, type RunFolder } from "@sameseed/runner";
import type { Difference, Tell } from "./difference.ts";
import { verifyManifest } from "./verify-manifest.ts";
import { verifyReports } from "./verify-reports.ts";
import { verifyRows } from "./verify-rows.ts";
import { verifyScores } from "./verify-scores.ts";

/** Differences that are kept one by one; the rest is counted. */
const LISTED = 1000;

/** The result of verifying a run. Without differences, the run matches its rows. */
export interface Verification {
  /** Id of the run. */
  readonly run: string;
  /** The first 1,000 differences between the stored run and the recomputed one. */
  readonly differences: readonly Difference[];
  /** Number of all differences, including those not listed. */
  readonly count: number;
  /** Sentences of reports that this version words differently, with the same numbers and verdicts. They do not count as differences. */
  readonly wording: readonly Difference[];
  /** Number of rows that were checked. */
  readonly rows: number;
  /** The recomputed reports; null for an unfinished run, whose reports are older than its rows. */
  readonly files: readonly string[] | null;
  /** Number of rows that were scored again; null without a benchmark file. */
  readonly scored: number | null;
}

/**
 * Recomputes a run from its rows without a network: hashes, seeds, order, costs, reports, and with a
 * benchmark also scores.
 */
export async function verifyRun(folder: RunFolder, definition?: BenchmarkDefinition): Promise<Verification> {
  const manifest = await readManifest(folder);
  if (!existsSync(folder.rowsFile)) throw new SameseedError("BAD_RUN", `${folder.id} has no rows.jsonl.`);
  if (!statSync(folder.rowsFile).isFile())
    throw new SameseedError("BAD_RUN", `${folder.rowsFile} is not a file.`, {
      hint: "It must contain the rows of the run: restore it.",
    });
  const differences: Difference[] = [];
  const wording: Difference[] = [];
  let count = 0;
  const tell: Tell = (difference) => {
    if (difference.isWording === true) {
      if (wording.length < LISTED) wording.push(difference);
    } else if (count++ < LISTED) differences.push(difference);
  };
  verifyManifest(manifest, tell);
  const rows = await verifyRows(folder, manifest, tell);
  const areRowsReadable = !differences.some(({ recomputed }) => recomputed === "a row");
  const isUnderWay = manifest.state === "running" && rows < trialsToRun(manifest);
  if (manifest.state === "running" && !isUnderWay)
    tell({ file: "manifest.json", where: "state", stored: "running", recomputed: "complete" });
  const files = isUnderWay ? null : areRowsReadable ? await verifyReports(folder, manifest, tell) : [];
  const scored =
    definition === undefined || !areRowsReadable ? null : await verifyScores(folder, manifest, { definition, tell });
  return { run: folder.id, differences, count, wording, rows, files, scored };
}
