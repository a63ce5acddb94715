/* oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin */
import { parentPort, workerData } from "node:worker_threads";
import { isObject, Manifest } from "@sameseed/core";
import { followRows } from "@sameseed/runner/store";
import { csvOptions } from "./csv-options.ts";
import { isEarly } from "./expected-time.ts";
import type { EndOfRun, ReportMessage, ReportTask } from "./report-thread.ts";
import { tableThread } from "./table-thread.ts";
import { untilEnd } from "./until-end.ts";
import { asRead, type OpenSource, reportsOf, type WrittenReports } from "./write-reports.ts";

const ended = new Promise<EndOfRun>((resolve) => void parentPort!.once("message", resolve));

/** Writes the reports of a run while it is running. Errors also end the thread. */
async function writeReports({ folder, manifestJson, options }: ReportTask): Promise<WrittenReports> {
  const manifest = Manifest.parse(JSON.parse(manifestJson));
  const table = isRecorded(manifest) ? tableThread(folder, manifest, { ...csvOptions(options), ended }) : null;
  void ended.then(({ changes }) => Object.assign(manifest, changesAsRead(manifest, changes)));
  const mayGrow = untilEnd(folder.path, ended);
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
  try {
    return await reportsOf({ folder, manifest, source, rowsCsv: table?.reporter }, { ...options, onReport });
  } finally {
    await table?.close();
  }
}

/** Whether all answers are recorded: they are stored faster than one thread can follow. */
function isRecorded({ variants }: Manifest): boolean {
  return variants.every(({ identity }) => isObject(identity) && identity["provider"] === "recorded");
}

/** The members that the end of a run changes, checked without the others, of which the cases' hashes are many. */
function changesAsRead(manifest: Manifest, changes: EndOfRun["changes"]): Partial<Manifest> {
  const { cases } = manifest;
  const { cases: _, ...read } = asRead({ ...manifest, cases: { ...cases, hashes: null }, ...changes });
  return read;
}

const written = await writeReports(workerData as ReportTask);
parentPort!.postMessage({ written } satisfies ReportMessage);
