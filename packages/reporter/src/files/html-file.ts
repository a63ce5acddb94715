import type { Manifest } from "@sameseed/core";
import { ReportPage } from "@sameseed/viewer";
import { inWords } from "../words/in-words.ts";
import { latencyNotes } from "../text/latency-notes.ts";
import { reportNotes } from "../text/report-notes.ts";
import { TextFile } from "./text-file.ts";
import { metricsOf, type ReportReader } from "@sameseed/analysis";

/** `report.html`: the page with the run in it, one file without dependencies. */
export function htmlFile(path: string, manifest: Manifest): ReportReader {
  const page = new ReportPage(manifest, metricsOf(manifest));
  return {
    early: (rows) => page.prepare(rows),
    row: (row) => page.add(row),
    rowsEnd: () => page.pack(),
    async end(numbers) {
      const report = inWords(numbers);
      const html = await page.html(report, [...reportNotes(report), ...latencyNotes(report)]);
      await new TextFile(path, html).finish();
    },
  };
}
