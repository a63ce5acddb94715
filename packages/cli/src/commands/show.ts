import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { example, OUT_FLAG, RUN, REPORT_VERBOSE_FLAG } from "../flags/shared-flags.ts";

const FLAGS = { ...REPORT_VERBOSE_FLAG, ...OUT_FLAG } as const satisfies FlagTable;

/** `sameseed show`: the table of a run from its rows, even while it is in progress. */
export function addShow(sameseed: Command): void {
  const show = sameseed.command("show").description("print the results of a run, finished or not");
  addFlags(show.argument("[run]", RUN, "latest"), FLAGS)
    .addHelpText("after", example("sameseed show latest"))
    .action(showRun);
}

async function showRun(reference: string, { out, verbose }: FlagsOf<typeof FLAGS>): Promise<void> {
  const { FailingCasesReporter, summarize } = await import("@sameseed/analysis");
  const { trialsToRun } = await import("@sameseed/core");
  const { inWords } = await import("@sameseed/reporter");
  const { readManifest, readRows } = await import("@sameseed/runner");
  const { reportText } = await import("../terminal/report-text.ts");
  const { namedRun } = await import("../view/named-run.ts");
  const folder = await namedRun(out, reference);
  const manifest = await readManifest(folder);
  const failing = new FailingCasesReporter();
  const numbers = await summarize(manifest, readRows(folder.rowsFile, manifest.counts.planned), [failing]);
  const report = inWords(numbers);
  const done = report.variants.reduce((sum, variant) => sum + variant.trials, 0);
  console.log(`${folder.path}: ${done} of ${trialsToRun(manifest)} trials\n`);
  console.log(reportText(report, { failing: failing.result(), verbose }));
}
