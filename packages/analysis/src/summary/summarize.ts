import { isCounted, type Manifest, type Report, type Row } from "@sameseed/core";
import { ReportBuilder } from "./report-builder.ts";
import type { ReportPart, ReportReader } from "../progress/report-step.ts";

/**
 * Stage 4: one pass over the rows in table order. Each reporter gets every row in turn, and at the end the
 * report, a pure function of manifest and rows. A reporter that writes slowly slows the pass. Reporters with
 * `part` get the progress of the report after the last row.
 */
export async function summarize(
  manifest: Manifest,
  rows: AsyncIterable<Row> | Iterable<Row>,
  reporters: readonly ReportReader[] = [],
): Promise<Report> {
  const builder = new ReportBuilder(manifest);
  for await (const row of rows) {
    if (!isCounted(manifest, row)) continue;
    builder.add(row);
    for (const reporter of reporters) {
      const pending = reporter.row?.(row);
      if (pending !== undefined) await pending; // most calls finish at once: no turn of the event loop for them
    }
  }
  for (const reporter of reporters) reporter.rowsEnd?.();
  const tell = (part: ReportPart): void => {
    for (const reporter of reporters) reporter.part?.(part);
  };
  const report = builder.report(tell);
  await endAll(reporters, { report, tell });
  return report;
}

/**
 * Reporters end in their order, but no one waits for the files of those before it: a disk that syncs one file and a thread
 * that compresses another leave this thread free. Throws the first error once all have ended.
 */
async function endAll(
  reporters: readonly ReportReader[],
  { report, tell }: { readonly report: Report; readonly tell: (part: ReportPart) => void },
): Promise<void> {
  const ending = reporters.filter((reporter) => reporter.end !== undefined);
  const ended = ending.map(async (reporter, done) => {
    tell({ step: "files", done, total: ending.length });
    await reporter.end!(report);
  });
  const failed = (await Promise.allSettled(ended)).find(({ status }) => status === "rejected");
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
}
