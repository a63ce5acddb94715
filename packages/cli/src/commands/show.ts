import { summarize } from "@sameseed/analysis";
import { readManifest, readRows } from "@sameseed/runner";
import { reportText } from "../terminal/report-text.ts";
import { namedRun } from "../view/named-run.ts";

/** `sameseed show`: the table of a run from its rows, also while it goes on. */
export async function showCommand(reference: string, { out }: { out: string }): Promise<void> {
  const folder = await namedRun(out, reference);
  const manifest = await readManifest(folder);
  const report = await summarize(manifest, readRows(folder.rowsFile, manifest.counts.planned), []);
  const done = report.variants.reduce((sum, variant) => sum + variant.trials, 0);
  console.log(`${folder.path}: ${done} of ${manifest.counts.planned} trials\n`);
  console.log(reportText(report));
}
