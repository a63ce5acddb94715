import { FailingCasesReporter, summarize } from "@sameseed/analysis";
import { readManifest, readRows } from "@sameseed/runner";
import { reportText } from "../terminal/report-text.ts";
import { namedRun } from "../view/named-run.ts";

/** `sameseed show`: the table of a run from its rows, also while it goes on. */
export async function showCommand(
  reference: string,
  { out, verbose }: { readonly out: string; readonly verbose?: boolean },
): Promise<void> {
  const folder = await namedRun(out, reference);
  const manifest = await readManifest(folder);
  const failing = new FailingCasesReporter();
  const report = await summarize(manifest, readRows(folder.rowsFile, manifest.counts.planned), [failing]);
  const done = report.variants.reduce((sum, variant) => sum + variant.trials, 0);
  console.log(`${folder.path}: ${done} of ${manifest.counts.planned} trials\n`);
  console.log(reportText(report, { failing: failing.result(), verbose }));
}
