import { isCounted, type Manifest, type Report, type Reporter, type Row } from "@sameseed/core";
import { ReportBuilder } from "./report-builder.ts";

/**
 * Stage 4: one pass over the rows in table order. Every row goes to each reporter as it comes; the report,
 * a pure function of manifest and rows, goes to each at the end. A reporter that writes slowly slows the pass.
 */
export async function summarize(
  manifest: Manifest,
  rows: AsyncIterable<Row> | Iterable<Row>,
  reporters: readonly Reporter[] = [],
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
  const report = builder.report();
  for (const reporter of reporters) await reporter.end?.(report);
  return report;
}
