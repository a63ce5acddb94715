/* oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin */
import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { isCounted, SameseedError } from "@sameseed/core";
import { rowsCsvFile } from "@sameseed/reporter/tables";
import { followRows, readRows } from "@sameseed/runner/store";
import type { TableReply, TableTask } from "./table-thread.ts";
import { untilEnd } from "./until-end.ts";

/** A thread that writes the table of a run's stored rows and then reports its end. */
async function writeTable({ folder, rowsFile, manifest, options, isGrowing }: TableTask): Promise<void> {
  const { planned } = manifest.counts;
  const table = rowsCsvFile(folder, manifest, options);
  const rows = isGrowing
    ? followRows(rowsFile, planned, { mayGrow: untilEnd(folder, once(parentPort!, "message")) }).rows
    : readRows(rowsFile, planned);
  for await (const row of rows) {
    if (!isCounted(manifest, row)) continue;
    const pending = table.row(row);
    if (pending !== undefined) await pending;
  }
  await table.end();
}

function problemOf(error: unknown): TableReply {
  if (!(error instanceof SameseedError)) throw error; // the thread ends with it
  const { code, message, hint } = error;
  return { problem: { code, message, hint } };
}

const reply = await writeTable(workerData as TableTask).then((): TableReply => ({ problem: null }), problemOf);
parentPort!.postMessage(reply);
