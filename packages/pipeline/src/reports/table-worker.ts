/* oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin */
import { parentPort, workerData } from "node:worker_threads";
import { isCounted, SameseedError } from "@sameseed/core";
import { rowsCsvFile } from "@sameseed/reporter/tables";
import { readRows } from "@sameseed/runner/store";
import type { TableReply, TableTask } from "./table-thread.ts";

/** A thread that writes the table of a run's stored rows and then reports its end. */
async function writeTable({ folder, rowsFile, manifest, options }: TableTask): Promise<void> {
  const table = rowsCsvFile(folder, manifest, options);
  for await (const row of readRows(rowsFile, manifest.counts.planned)) {
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
