import { type Benchmark, type BenchmarkDefinition, plan, plural, SameseedError } from "@sameseed/core";
import { namedFiles, splitFileOf } from "@sameseed/pipeline/load";
import { checkRun, isAnsweredHere } from "@sameseed/pipeline/run";
import { refuseInput, refuseOutput } from "@sameseed/runner";
import { loadBenchmark } from "../../terminal/load-benchmark.ts";
import type { ExitCode } from "../../terminal/exit-code.ts";
import { stopOnInterrupt } from "../../terminal/stop-on-interrupt.ts";
import { note, tellChecks, tellUnready } from "../../terminal/tell.ts";
import { tellSettings } from "../../terminal/tell-settings.ts";
import type { RunFlags } from "./run-flags.ts";
import { optionsOf, runWithProgress } from "./run-with-progress.ts";
import { withFailing, withSplit } from "./selection.ts";
import { withFlags } from "./with-flags.ts";
import { withSettings } from "./with-settings.ts";

/** Precedence of the exit codes of several benchmarks. */
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
 * `sameseed run`: exit 1 when a request failed permanently, a limit stopped the run or a variant is below
 * --fail-under, 3 when answers without a score could change that, 130 when stopped by Ctrl-C.
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
  await refuseOutputs(file, flags); // before the first request
  if (flags.dryRun) return dryRun(definition, flags);

  const interrupt = stopOnInterrupt();
  const finished = await runWithProgress(definition, flags, { interrupt }).finally(interrupt.release);
  if (finished === null) {
    const { stoppedEarly } = await import("./stopped-early.ts");
    console.error(stoppedEarly(file, flags, process.stderr));
    return 130;
  }

  const { toldEnd } = await import("./run-end.ts"); // loads the reports
  return toldEnd(file, flags, finished);
}

async function refuseOutputs(file: string, { files = [] }: RunFlags): Promise<void> {
  const read = files.length === 0 ? [] : await namedFiles(file);
  for (const { file: output } of files) {
    await refuseOutput(output);
    await refuseInput(output, read);
  }
}

async function dryRun(definition: BenchmarkDefinition, flags: RunFlags): Promise<ExitCode> {
  const { sequential = false, prune = false, shard } = flags;
  const { benchmark, problems, notes, unready } = await checkRun(definition, await optionsOf(flags, console.error));
  tellChecks({ problems, notes });
  tellUnready(unready);
  console.log("order\tcase\trepeat\tvariant\tseed");
  const counts = { requests: 0, here: 0 };
  const here = new Set(benchmark.variants.filter(({ model }) => isAnsweredHere(model)).map(({ id }) => id));
  const trials = plan(benchmark, { isSequential: sequential || prune, shard });
  for await (const { order, case: testCase, repeat, variant, seed } of trials) {
    console.log(`${order}\t${testCase.id}\t${repeat}\t${variant}\t${seed ?? ""}`);
    counts[here.has(variant) ? "here" : "requests"]++;
  }
  console.error(sentText({ ...counts, judges: await judgeRequests(benchmark, shard !== undefined) }));
  return 0;
}

/**
 * Number of judge requests to services, of the whole benchmark; 0 for a shard, whose cases are not known in
 * advance.
 */
async function judgeRequests(benchmark: Benchmark, isShard: boolean): Promise<number> {
  const { plannedJudges } = await import("@sameseed/pipeline/plan");
  if (isShard) return 0;
  return (await plannedJudges(benchmark)).reduce((sum, { requests, isFree }) => sum + (isFree ? 0 : requests), 0);
}

/** The requests that a run would send. Recorded and embedded models answer on this machine. */
function sentText({ requests, here, judges }: Readonly<Record<"requests" | "here" | "judges", number>>): string {
  const toJudges = judges === 0 ? "" : `, and about ${plural(judges, "request")} to judges`;
  const sent = `${plural(requests, "request")} would be sent${toJudges}; nothing was.`;
  return here === 0 ? sent : `${plural(here, "answer")} would come from recorded or embedded models. ${sent}`;
}

function percentOf(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
