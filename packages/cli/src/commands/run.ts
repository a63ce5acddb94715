import { mkdir } from "node:fs/promises";
import type { RunFlags } from "./run-flags.ts";
import { basename, dirname, relative } from "node:path";
import {
  type BenchmarkDefinition,
  type Manifest,
  duration,
  plan,
  plural,
  type Report,
  SameseedError,
} from "@sameseed/core";
import { terminalOptions } from "@sameseed/reporter";
import { type KnownAnswers, readRows, runFolder, type ServiceEvent } from "@sameseed/runner";
import { exitCodeOf, thresholdChecks } from "@sameseed/pipeline/compare";
import { exportTo } from "@sameseed/pipeline/reports";
import { type FinishedRun, latencyOf, runBenchmark, type RunBenchmarkOptions } from "@sameseed/pipeline/run";
import { liveProgress } from "../terminal/live-progress.ts";
import { loadBenchmark } from "../terminal/load-benchmark.ts";
import { loadPrices, prepareBenchmark } from "@sameseed/pipeline/load";
import type { ExitCode } from "../terminal/exit-code.ts";
import { commandAgain, outText } from "./command-again.ts";
import { batchOf, dividedLimits, queueOf } from "./scale-flags.ts";
import { gateText } from "../terminal/gate-report.ts";
import { nextCommand } from "../terminal/next-command.ts";
import { selectionOf, withFailing } from "./selection-flags.ts";
import { reportText } from "../terminal/report-text.ts";
import { type Interrupt, stopOnInterrupt } from "../terminal/stop-on-interrupt.ts";

/** The order in which exit codes of several benchmarks count. */
const GRAVEST: readonly ExitCode[] = [130, 2, 1, 3, 0];

/** `sameseed run` of several files, one after the other: the gravest exit code. Errors: `BAD_ARGUMENT` for a watch of several. */
export async function runAll(files: readonly string[], flags: RunFlags): Promise<ExitCode> {
  const [first, ...others] = files;
  if (others.length === 0) return runCommand(first!, flags);
  if (flags.watch || flags.resume || flags.retryErrors || (flags.files ?? []).length > 0)
    throw new SameseedError("BAD_ARGUMENT", "--watch, --resume, --retry-errors and -o <file> take one benchmark.", {
      hint: "Run the files one by one.",
    });
  const codes: ExitCode[] = [];
  for (const file of files) {
    console.error(`${codes.length > 0 ? "\n" : ""}${file}`);
    codes.push(await runCommand(file, flags));
    if (codes.at(-1) === 130) break;
  }
  return GRAVEST.find((code) => codes.includes(code))!;
}

/**
 * `sameseed run`: exit 1 when a request failed for good, a limit stopped the run or a variant is below --fail-under, 3 when
 * answers without a score could turn that, 130 when stopped by Ctrl-C.
 */
export async function runCommand(file: string, given: RunFlags): Promise<ExitCode> {
  const flags = await withFailing(given);
  if (flags.watch) return (await import("./watch.ts")).watchCommand(file, flags);
  const definition = withFlags(await loadBenchmark(file, flags), flags);
  const selection = selectionOf(flags);
  if (flags.dryRun)
    return dryRun(definition, { selection, baseUrl: flags.baseUrl, aa: flags.aa, sequential: flags.sequential });

  const interrupt = stopOnInterrupt();
  const finished = await runWithProgress(definition, flags, { interrupt }).finally(interrupt.release);
  if (finished === null) {
    console.error("Stopped before the first answer; nothing was written.");
    return 130;
  }

  const { report, failing, folder, files, stoppedBy, warnings } = finished;
  const { counts, state, runId } = report.manifest;
  console.log(reportText(report, { failing, verbose: flags.verbose }));
  console.log(`\nWrote ${relative(process.cwd(), folder) || "."}/`);
  for (const path of files) console.log(`  ${relative(folder, path)}`);
  await writeOutputs(folder, flags);
  for (const warning of warnings) console.error(`warning ${warning}`);
  if (stoppedBy !== null) console.error(`Stopped by ${stoppedBy}.`);
  if (state !== "complete") {
    const sentence = `Stopped with ${stored(counts)} of ${counts.planned} trials. Continue with:`;
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

/** Writes the run to the files that -o named. */
async function writeOutputs(path: string, { files = [], bom, csvRaw }: RunFlags): Promise<void> {
  for (const { file, format } of files) {
    await mkdir(dirname(file), { recursive: true });
    const { notes } = await exportTo(file, runFolder(dirname(path), basename(path)), { format, bom, csvRaw });
    for (const note of notes) console.error(`note ${note}`);
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
function failuresOf({ manifest: { counts }, judges = [] }: Report): string[] {
  const unanswered = judges.reduce((sum, judge) => sum + judge.unanswered, 0);
  return [
    ...(counts.failed > 0 ? [`${plural(counts.failed, "trial")} failed.`] : []),
    ...(unanswered > 0 ? [`A judge gave no answer ${plural(unanswered, "time")}.`] : []),
  ];
}

/** What one does with a run that is complete; for people, so on a terminal only. */
function nextSteps({ manifest: { runId }, comparisons }: Report, file: string, flags: RunFlags): string[] {
  if (process.stderr.isTTY !== true) return [];
  const isOpen = comparisons.some(({ verdict }) => verdict === "inconclusive");
  return [
    `\n${nextCommand("Look at it:", `sameseed view ${runId}${outText(flags)}`, process.stderr)}`,
    ...(isOpen
      ? [nextCommand("What would decide:", `${commandAgain("plan", file, flags)} --pilot ${runId}`, process.stderr)]
      : []),
  ];
}

/** What a run takes beside its flags. */
export interface RunSignals {
  readonly interrupt: Interrupt;
  /** Ends the run as the first Ctrl-C does. */
  readonly stop?: AbortSignal;
  readonly known?: KnownAnswers;
}

/** Runs a benchmark as the flags say, with its progress on stderr. */
export async function runWithProgress(
  definition: BenchmarkDefinition,
  flags: RunFlags,
  { interrupt, stop = interrupt.stop, known }: RunSignals,
): Promise<FinishedRun | null> {
  const live = flags.progressBar ? liveProgress(process.stderr, flags.maxCost ?? null) : undefined;
  const say = live?.log ?? console.error;
  const onStop = (): void => say("Stopping after the requests in flight; Ctrl-C again drops them.");
  interrupt.stop.addEventListener("abort", onStop);
  try {
    return await runBenchmark(definition, {
      ...flags,
      ...dividedLimits(flags, await executionOf(flags)),
      queue: queueOf(flags, say),
      batch: batchOf(flags, say),
      timeoutMs: flags.timeout,
      trialTimeoutMs: flags.trialTimeout,
      concurrency: flags.latency ? 1 : flags.maxConcurrency,
      latency: latencyOf(flags),
      selection: selectionOf(flags),
      stop,
      abort: interrupt.abort,
      known,
      ...live,
      onHold: (model, waitMs) =>
        say(
          `${model}: the service lets nothing through for ${duration(waitMs)}. Ctrl-C stops, --resume continues later.`,
        ),
      onService: (event) => say(serviceText(event)),
      onDrift: (sentence) => say(`warning ${sentence}`),
      onProbe: ({ model, verdict, conclusion }) => say(`${model}: seed ${verdict}. ${conclusion}`),
    });
  } finally {
    interrupt.stop.removeEventListener("abort", onStop);
    live?.end();
  }
}

/** What became of a model's service, for the terminal. */
function serviceText(event: ServiceEvent): string {
  const { model } = event;
  if (event.status === "back") return `${model}: the service answers again after ${duration(event.outageMs)}.`;
  if (event.status === "held")
    return `${model}: the service does not answer (${event.message}). Its requests wait until it does; Ctrl-C stops, --resume continues later.`;
  return `warning ${model} stopped, its service cannot be used: ${event.message}\n  ${event.hint} Trials of other models continue; --resume sends the rest later.`;
}

async function executionOf(flags: RunFlags) {
  const {
    cache,
    cacheDir,
    cacheTtl: cacheTtlMs,
    maxCost: maxCostUsd,
    maxTokensTotal: maxTokens,
    maxDuration: maxDurationMs,
  } = flags;
  const isLimited = [maxCostUsd, maxTokens, maxDurationMs].some((limit) => limit !== undefined);
  return {
    cache: typeof cache === "string" ? cache : ("off" as const),
    cacheDir,
    cacheTtlMs,
    prices: flags.prices === undefined ? undefined : await loadPrices(flags.prices),
    budget: isLimited ? { maxCostUsd, maxTokens, maxDurationMs } : undefined,
  };
}

export function withFlags(
  definition: BenchmarkDefinition,
  { seed, seedPolicy, repeats, repeat, baseline, margin, passAt, by, dropUnsupported }: Partial<RunFlags>,
): BenchmarkDefinition {
  const draws = repeats ?? repeat;
  return {
    ...definition,
    ...(seed !== undefined && { seed }),
    ...(seedPolicy !== undefined && { seedPolicy }),
    ...(draws !== undefined && { repeats: draws }),
    ...(baseline !== undefined && { baseline }),
    ...(margin !== undefined && { margin }),
    ...(passAt !== undefined && { passAt }),
    ...(dropUnsupported && { dropUnsupported }),
    ...(by !== undefined && { slices: by }),
  };
}

async function dryRun(definition: BenchmarkDefinition, options: RunBenchmarkOptions): Promise<ExitCode> {
  const benchmark = await prepareBenchmark(definition, options);
  console.log("order\tcase\trepeat\tvariant\tseed");
  let requests = 0;
  for await (const { order, case: testCase, repeat, variant, seed } of plan(benchmark, {
    isSequential: options.sequential ?? false,
  })) {
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
