import type { Manifest, Reporter } from "@sameseed/core";
import { ReportPage } from "@sameseed/viewer";
import { inWords } from "../words/in-words.ts";
import { latencyNotes } from "../text/latency-notes.ts";
import { reportNotes } from "../text/report-notes.ts";
import { TextFile } from "./text-file.ts";
import { metricsOf } from "@sameseed/analysis";

/** `report.html`: the page with the run in it, one file without dependencies. */
export function htmlFile(path: string, manifest: Manifest): Reporter {
  const page = new ReportPage(manifest, metricsOf(manifest));
  return {
    row: (row) => page.add(row),
    async end(numbers) {
      const report = inWords(numbers);
      const html = await page.html(report, [...reportNotes(report), ...latencyNotes(report)]);
      await new TextFile(path, html).finish();
    },
  };
}
