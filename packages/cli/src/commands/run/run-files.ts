import { mkdir } from "node:fs/promises";
import { basename, dirname, relative } from "node:path";
import {
  trialsToRun,
  type BenchmarkDefinition,
  type Manifest,
  plan,
  plural,
  type WordedReport,
  SameseedError,
} from "@sameseed/core";
import { terminalOptions } from "@sameseed/reporter";
import { readRows, runFolder } from "@sameseed/runner";
import { exitCodeOf, thresholdChecks } from "@sameseed/pipeline/compare";
import { exportTo } from "@sameseed/pipeline/reports";
import { checkRun, refuseOutput, unreadyModels } from "@sameseed/pipeline/run";
import { loadBenchmark } from "../../terminal/load-benchmark.ts";
import { countLook, splitFileOf } from "@sameseed/pipeline/load";
import type { ExitCode } from "../../terminal/exit-code.ts";
import { commandAgain, outText } from "./command-again.ts";
import { gateText } from "../../terminal/gate-report.ts";
import { flagsIn } from "../../terminal/flags-in.ts";
import { note, warn } from "../../terminal/tell.ts";
import { nextCommand } from "../../terminal/next-command.ts";
import type { RunFlags } from "./run-flags.ts";
import { optionsOf, runWithProgress } from "./run-with-progress.ts";
import { withFailing, withSplit } from "./selection.ts";
import { withFlags } from "./with-flags.ts";
import { withSettings } from "./with-settings.ts";
import { tellSettings } from "../../terminal/tell-settings.ts";
import { reportText } from "../../terminal/report-text.ts";
import { stopOnInterrupt } from "../../terminal/stop-on-interrupt.ts";

/** The order in which exit codes of several benchmarks count. */
const GRAVEST: readonly ExitCode[] = [130, 2, 1, 3, 0];

/** `sameseed run` of several files, one after the other: the gravest exit code. Errors: `BAD_ARGUMENT` for a watch of several. */
export async function runFiles(files: readonly string[], flags: RunFlags): Promise<ExitCode> {
  const [first, ...others] = files;
  if (others.length === 0) return runFile(first!, flags);
  if (flags.watch || flags.resume || flags.retryErrors || (flags.files ?? []).length > 0)
    throw new SameseedError("BAD_ARGUMENT", "--watch, --resume, --retry-errors and -o <file> take one benchmark.", {
      hint: "Run the files one by one.",
    });
  const codes: ExitCode[] = [];
  for (const file of files) {
    console.error(`${codes.length > 0 ? "\n" : ""}${file}`);
    codes.push(await runFile(file, flags));
    if (codes.at(-1) === 130) break;
  }
  return GRAVEST.find((code) => codes.includes(code))!;
}

/**
 * `sameseed run`: exit 1 when a request failed for good, a limit stopped the run or a variant is below --fail-under, 3 when
 * answers without a score could turn that, 130 when stopped by Ctrl-C.
 */
async function runFile(file: string, given: RunFlags): Promise<ExitCode> {
  let flags: RunFlags = await withSplit(file, await withFailing(given));
  if (flags.split?.part === "development")
    note(`${splitFileOf(file)} holds out ${percentOf(flags.split.share)} of the cases; --holdout runs them.`);
  if (flags.watch) return (await import("./watch-file.ts")).watchFile(file, flags);
  const loaded = await loadBenchmark(file, {
    trustData: flags.trustData,
    downloadTests: flags.downloadTests,
    onSettings(settings, path) {
      tellSettings(settings, path);
      flags = withSettings(flags, settings);
    },
  });
  const definition = withFlags(loaded, flags);
  for (const { file: output } of flags.files ?? []) await refuseOutput(output); // before the first request
  if (flags.dryRun) return dryRun(definition, flags);

  const interrupt = stopOnInterrupt();
  const finished = await runWithProgress(definition, flags, { interrupt }).finally(interrupt.release);
  if (finished === null) {
    console.error("Stopped before the first answer; nothing was written.");
    return 130;
  }

  return toldEnd(file, flags, finished);
}

type Finished = NonNullable<Awaited<ReturnType<typeof runWithProgress>>>;

/** Prints the report, the files and the next steps of a run, and gives its exit code. */
async function toldEnd(file: string, flags: RunFlags, finished: Finished): Promise<ExitCode> {
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
  const gate = await failUnder(folder, report.manifest, flags);
  return failures.length > 0 || stoppedBy !== null ? 1 : gate;
}

function percentOf(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** Writes the run to the files that -o named. */
async function writeOutputs(path: string, { files = [], bom, csvRaw, delimiter, decimal }: RunFlags): Promise<void> {
  for (const { file, format } of files) {
    await mkdir(dirname(file), { recursive: true });
    const choices = { format, bom, csvRaw, delimiter, decimal };
    const { notes } = await exportTo(file, runFolder(dirname(path), basename(path)), choices);
    for (const sentence of notes) note(sentence);
    console.log(`Wrote ${file}`);
  }
}

/** Holds every variant's mean against --fail-under and prints the checks. */
async function failUnder(
  path: string,
  manifest: Manifest,
  { failUnder: thresholds = [] }: RunFlags,
): Promise<ExitCode> {
  if (thresholds.length === 0) return 0;
  const rows = readRows(runFolder(dirname(path), basename(path)).rowsFile, manifest.counts.planned);
  const checks = await thresholdChecks(manifest, rows, { thresholds, caseThresholds: [], exempt: [] });
  console.log(`\n${gateText(checks, terminalOptions(process.stdout).width)}`);
  return exitCodeOf(checks);
}

/** Sentences on the requests of models and judges that failed for good. */
function failuresOf({ manifest: { counts }, judges = [] }: WordedReport): string[] {
  const unanswered = judges.reduce((sum, judge) => sum + judge.unanswered, 0);
  return [
    ...(counts.failed > 0 ? [`${plural(counts.failed, "trial")} failed.`] : []),
    ...(unanswered > 0 ? [`A judge gave no answer ${plural(unanswered, "time")}.`] : []),
  ];
}

/** What one does with a run that is complete; for people, so on a terminal only. */
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

async function dryRun(definition: BenchmarkDefinition, flags: RunFlags): Promise<ExitCode> {
  const { sequential = false, prune = false, shard } = flags;
  const benchmark = await checkRun(definition, await optionsOf(flags, console.error));
  for (const { message, hint = "" } of await unreadyModels(benchmark)) warn(`${message} ${hint}`.trimEnd());
  console.log("order\tcase\trepeat\tvariant\tseed");
  let requests = 0;
  const trials = plan(benchmark, { isSequential: sequential || prune, shard });
  for await (const { order, case: testCase, repeat, variant, seed } of trials) {
    console.log(`${order}\t${testCase.id}\t${repeat}\t${variant}\t${seed ?? ""}`);
    requests++;
  }
  console.error(`${requests} requests would be sent; nothing was.`);
  return 0;
}

function stored({
  completed,
  truncated,
  refused,
  failed,
}: Record<"completed" | "truncated" | "refused" | "failed", number>): number {
  return completed + truncated + refused + failed;
}
