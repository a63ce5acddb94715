import { basename, dirname, relative } from "node:path";
import { type Manifest, plural, trialsToRun, type WordedReport } from "@sameseed/core";
import { exitCodeOf, thresholdChecks } from "@sameseed/pipeline/compare";
import { countLook } from "@sameseed/pipeline/load";
import { exportTo } from "@sameseed/pipeline/reports";
import type { FinishedRun } from "@sameseed/pipeline/run";
import { terminalOptions } from "@sameseed/reporter/terminal";
import { makeFolder, readRows, runFolder } from "@sameseed/runner";
import type { ExitCode } from "../../terminal/exit-code.ts";
import { flagsIn } from "../../terminal/flags-in.ts";
import { gateText } from "../../terminal/gate-report.ts";
import { nextCommand } from "../../terminal/next-command.ts";
import { reportText } from "../../terminal/report-text.ts";
import { note, warn } from "../../terminal/tell.ts";
import { commandAgain, outText } from "./command-again.ts";
import type { RunFlags } from "./run-flags.ts";

/** Prints the report, the files and the next steps of a run, and gives its exit code. */
export async function toldEnd(file: string, flags: RunFlags, finished: FinishedRun): Promise<ExitCode> {
  const { report, failing, folder, files, stoppedBy, warnings } = finished;
  const { counts, state, runId, startedAt } = report.manifest;
  if (flags.holdout) await countLook(file, { runId, at: startedAt });
  console.log(reportText(report, { failing, verbose: flags.verbose }));
  console.log(`\nWrote ${relative(process.cwd(), folder) || "."}/`);
  for (const path of files) console.log(`  ${relative(folder, path)}`);
  await writeOutputs(folder, flags);
  for (const warning of warnings) warn(warning);
  if (stoppedBy !== null) console.error(`Stopped by ${flagsIn(stoppedBy)}.`);
  if (state !== "complete") {
    const sentence = `Stopped with ${stored(counts)} of ${trialsToRun(report.manifest)} trials. Continue with:`;
    console.error(nextCommand(sentence, `${commandAgain("run", file, flags)} --resume ${runId}`, process.stderr));
    if (stoppedBy !== null && counts.failed > 0)
      console.error(
        `${plural(counts.failed, "trial")} failed. When the run is complete, run them again with --retry-errors.`,
      );
    return stoppedBy === null ? 130 : 1;
  }
  for (const step of nextSteps(report, file, flags)) console.error(step);
  const failures = failuresOf(report);
  if (failures.length > 0)
    console.error(
      nextCommand(
        `${failures.join(" ")} Run again what failed:`,
        `${commandAgain("run", file, flags)} --retry-errors ${runId}`,
        process.stderr,
      ),
    );
  const gate = await failUnder({ path: folder, manifest: report.manifest, failures }, flags);
  return failures.length > 0 || stoppedBy !== null ? 1 : gate;
}

/** Writes the run to the files that -o named. */
async function writeOutputs(path: string, { files = [], bom, csvRaw, delimiter, decimal }: RunFlags): Promise<void> {
  for (const { file, format } of files) {
    await makeFolder(dirname(file));
    const choices = { format, bom, csvRaw, delimiter, decimal };
    const { notes } = await exportTo(file, runFolder(dirname(path), basename(path)), choices);
    for (const sentence of notes) note(sentence);
    console.log(`Wrote ${file}`);
  }
}

/** Checks every variant's mean against --fail-under and prints the checks. */
async function failUnder(
  { path, manifest, failures }: { path: string; manifest: Manifest; failures: readonly string[] },
  { failUnder: thresholds = [] }: RunFlags,
): Promise<ExitCode> {
  if (thresholds.length === 0) return 0;
  const rows = readRows(runFolder(dirname(path), basename(path)).rowsFile, manifest.counts.planned);
  const checks = await thresholdChecks(manifest, rows, { thresholds, caseThresholds: [], exempt: [] });
  console.log(`\n${gateText(checks, terminalOptions(process.stdout).width, failures)}`);
  return exitCodeOf(checks);
}

/** Sentences about the failed requests of models and judges. */
function failuresOf({ manifest: { counts }, judges = [] }: WordedReport): string[] {
  const unanswered = judges.reduce((sum, judge) => sum + judge.unanswered, 0);
  return [
    ...(counts.failed > 0 ? [`${plural(counts.failed, "trial")} failed.`] : []),
    ...(unanswered > 0 ? [`A judge gave no answer ${plural(unanswered, "time")}.`] : []),
  ];
}

/** Next steps after a complete run; for people, so on a terminal only. */
function nextSteps({ manifest: { runId }, comparisons }: WordedReport, file: string, flags: RunFlags): string[] {
  if (process.stderr.isTTY !== true) return [];
  const isOpen = comparisons.some(({ verdict }) => verdict === "inconclusive");
  return [
    `\n${nextCommand("Look at it:", `sameseed view ${runId}${outText(flags)}`, process.stderr)}`,
    ...(isOpen
      ? [nextCommand("What would decide:", `${commandAgain("plan", file, flags)} --pilot ${runId}`, process.stderr)]
      : []),
  ];
}

function stored({
  completed,
  truncated,
  refused,
  failed,
}: Record<"completed" | "truncated" | "refused" | "failed", number>): number {
  return completed + truncated + refused + failed;
}
