import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { trialsToRun, NO_NOTE, type WordedReport } from "@sameseed/core";
import { indexRows, isRunning, listRuns, readManifest, readRunNote, type RunFolder } from "@sameseed/runner";
import type { RunEntry, RunScore } from "@sameseed/viewer";

/** All runs of a folder for the page's list, oldest first. A folder with an unreadable manifest is left out. */
export async function runEntries(results: string): Promise<readonly RunEntry[]> {
  const entries = await Promise.all((await listRuns(results)).map((folder) => entryOf(folder).catch(() => null)));
  return entries.filter((entry) => entry !== null);
}

async function entryOf(folder: RunFolder): Promise<RunEntry> {
  const manifest = await readManifest(folder);
  const { name, state, startedAt, endedAt, cases, repeats, counts, baseline } = manifest;
  const isAlive = state !== "running" || (await isRunning(folder.path));
  return {
    id: folder.id,
    name,
    state: isAlive ? state : "stopped",
    startedAt,
    endedAt,
    cases: cases.count,
    repeats,
    planned: trialsToRun(manifest),
    done:
      state === "running"
        ? (await indexRows(folder.rowsFile, counts.planned)).stored // the manifest counts at the end
        : counts.completed + counts.truncated + counts.refused + counts.failed,
    failed: counts.failed,
    baseline,
    scores: await scoresOf(folder),
    note: await readRunNote(folder.path).catch(() => NO_NOTE),
  };
}

async function scoresOf(folder: RunFolder): Promise<readonly RunScore[] | null> {
  try {
    const { variants } = JSON.parse(await readFile(join(folder.path, "report.json"), "utf8")) as WordedReport;
    return variants.flatMap(({ variant, metrics: [first] }) =>
      first === undefined ? [] : [{ variant, mean: first.mean, low: first.low, high: first.high, n: first.n }],
    );
  } catch {
    return null; // a run in progress, or a killed one, has no report
  }
}
