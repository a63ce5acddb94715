/* oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin */
import { statfs } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { Manifest } from "@sameseed/core";
import { followRows, type RunFolder } from "@sameseed/runner/store";
import { isEarly } from "./expected-time.ts";
import type { EndOfRun, ReportMessage, ReportTask } from "./report-thread.ts";
import { asRead, type OpenSource, reportsOf, type WrittenReports } from "./write-reports.ts";

/** Between two looks at a file that grows. */
const LOOK_MS = 50;
/** Bytes of free disk space below which the thread waits for the end of the run. */
const LEAST_SPACE = 2 ** 31;

const ended = new Promise<EndOfRun>((resolve) => void parentPort!.once("message", resolve));

/** Writes the reports of a run while it is running. Errors also end the thread. */
async function writeReports({ folder, manifestJson, options }: ReportTask): Promise<WrittenReports> {
  const manifest = Manifest.parse(JSON.parse(manifestJson));
  let isEnded = false;
  void ended.then(({ changes }) => {
    Object.assign(manifest, changesAsRead(manifest, changes));
    isEnded = true;
  });
  const mayGrow = async (): Promise<boolean> => {
    if (!isEnded) await ((await hasSpace(folder)) ? Promise.race([ended, setTimeout(LOOK_MS)]) : ended);
    return !isEnded;
  };
  const { counts, repeats, variants } = manifest;
  const trialsPerCase = repeats * variants.length;
  const source: OpenSource = (onCase) =>
    followRows(folder.rowsFile, counts.planned, {
      mayGrow,
      early: isEarly(counts.planned) ? { trialsPerCase, onCase } : undefined,
    });
  const onReport = (progress: ReportMessage["progress"]): void => {
    parentPort!.postMessage({ progress } satisfies ReportMessage);
  };
  return reportsOf({ folder, manifest, source }, { ...options, onReport });
}

/** Whether the disk has room for reports in addition to the rows, which have priority. */
async function hasSpace({ path }: RunFolder): Promise<boolean> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize >= LEAST_SPACE;
}

/** The members that the end of a run changes, checked without the others, of which the cases' hashes are many. */
function changesAsRead(manifest: Manifest, changes: EndOfRun["changes"]): Partial<Manifest> {
  const { cases } = manifest;
  const { cases: _, ...read } = asRead({ ...manifest, cases: { ...cases, hashes: null }, ...changes });
  return read;
}

const written = await writeReports(workerData as ReportTask);
parentPort!.postMessage({ written } satisfies ReportMessage);
