import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "@sameseed/core";
import { type HistoryLine, type HistoryRun, runHistory, summarize } from "@sameseed/analysis";
import { readManifest, readRows, readRunNote, type RunFolder } from "@sameseed/runner";

/** The runs as lines, one per run and variant, oldest run first. Errors: those of `readManifest`. */
export async function readHistory(folders: readonly RunFolder[]): Promise<readonly HistoryLine[]> {
  const unique = new Map(folders.map((folder) => [folder.manifestFile, folder]));
  const runs: HistoryRun[] = [];
  for (const folder of unique.values()) runs.push(await historyRun(folder)); // one run's rows in memory at a time
  return runHistory(runs);
}

/** From report.json where it is of these rows; else from the rows. */
async function historyRun(folder: RunFolder): Promise<HistoryRun> {
  const manifest = await readManifest(folder);
  const report = await storedReport(folder);
  const isOfTheseRows =
    report !== null &&
    manifest.state !== "running" &&
    report.manifest.hash === manifest.hash &&
    report.manifest.endedAt === manifest.endedAt;
  const note = await readRunNote(folder.path);
  if (isOfTheseRows) return { manifest, variants: report.variants, note };
  return { ...(await summarize(manifest, readRows(folder.rowsFile, manifest.counts.planned))), note };
}

/** Null for a run without a report, or with a report.json that this version does not support. */
async function storedReport({ path }: RunFolder): Promise<Report | null> {
  try {
    const report = JSON.parse(await readFile(join(path, "report.json"), "utf8")) as Partial<Report> & {
      readonly schemaVersion?: unknown;
    };
    const isKnown =
      report.schemaVersion === 1 &&
      report.manifest !== undefined &&
      Array.isArray(report.variants) &&
      report.variants.every(({ metrics }) => Array.isArray(metrics));
    return isKnown ? (report as Report) : null;
  } catch {
    return null;
  }
}
