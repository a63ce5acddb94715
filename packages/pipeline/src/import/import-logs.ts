import { type CheckedFigure, type RecordedRun, recordedRun, type Scale } from "@sameseed/compat";
import { askedTrials, type Manifest, type WordedReport } from "@sameseed/core";
import { createRunFolder, openRowStore, plannedTrials, removeRunFolder, writeManifest } from "@sameseed/runner";
import { version } from "../choices/version.ts";
import { writeReports } from "../reports/write-reports.ts";

export interface ImportedLogs {
  readonly folder: string;
  readonly report: WordedReport;
  readonly warnings: readonly string[];
  /** The logs' own figures next to those of the rows, one line each. */
  readonly figures: readonly string[];
}

export interface ImportLogsOptions {
  readonly results: string;
  readonly scale?: Scale | undefined;
}

/**
 * Imports finished runs of other tools (Inspect's logs, promptfoo's results, output items of hosted evals) as
 * a run on disk with all its reports; null where no importer accepts the files. An unreadable file leaves no
 * run behind.
 */
export async function importLogs(
  files: readonly string[],
  { results, scale }: ImportLogsOptions,
): Promise<ImportedLogs | null> {
  const recorded = await recordedRun(files, { scale });
  if (recorded === null) return null;
  try {
    const folder = await createRunFolder(results, recorded.record.name);
    const store = await openRowStore(folder.rowsFile, 0);
    const counts = { planned: plannedTrials(recorded.record), completed: 0, truncated: 0, refused: 0, failed: 0 };
    try {
      for await (const row of recorded.rows()) {
        counts[row.outcome.status]++;
        store.append(row);
      }
      await store.close();
      const manifest = manifestOf(recorded, folder.id, counts);
      await writeManifest(folder, manifest);
      const { report } = await writeReports(folder, manifest);
      return {
        folder: folder.path,
        report,
        warnings: recorded.warnings,
        figures: recorded.figures.flatMap(({ variant, figures }) => figures.map((one) => figureLine(variant, one))),
      };
    } catch (error) {
      await store.close().catch(() => {}); // the first error is the one that explains the failure
      await removeRunFolder(folder);
      throw error;
    }
  } finally {
    recorded.close();
  }
}

function manifestOf(recorded: RecordedRun, runId: string, counts: Manifest["counts"]): Manifest {
  const { record, imported, startedAt, endedAt, gitCommit, concurrency, notes } = recorded;
  const done = counts.completed + counts.truncated + counts.refused + counts.failed;
  return {
    schemaVersion: 1,
    runId,
    ...record,
    imported,
    state: done === askedTrials({ ...record, counts }) ? "complete" : "stopped",
    concurrency,
    tool: { version: version(), node: process.versions.node },
    gitCommit,
    priceTable: null,
    startedAt,
    endedAt,
    counts,
    notes: [...notes],
  };
}

function figureLine(variant: string, { scorer, metric, logged, computed }: CheckedFigure): string {
  const shown = (value: number | null): string => (value === null ? "none" : String(Number(value.toFixed(6))));
  return `${variant}  ${scorer} ${metric}: ${shown(logged)} in the log, ${computed === null ? "not computed" : shown(computed)} from the rows`;
}
