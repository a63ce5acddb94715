import { relative } from "node:path";
import { type BenchmarkDefinition, plan, type SeedPolicy, type Selection } from "@sameseed/core";
import { liveProgress } from "../live-progress.ts";
import { loadBenchmark } from "../load-benchmark.ts";
import type { ExitCode } from "../main.ts";
import { prepareBenchmark, runBenchmark, type RunBenchmarkOptions } from "../run-benchmark.ts";
import { reportText } from "../report-text.ts";
import { stopOnInterrupt } from "../stop-on-interrupt.ts";

export interface RunFlags {
  readonly maxConcurrency: number;
  readonly repeats?: number;
  readonly repeat?: number;
  readonly seed?: number;
  readonly seedPolicy?: SeedPolicy;
  readonly limit?: number;
  readonly filterFirstN?: number;
  readonly filterCases?: string;
  readonly filterPrompts?: string;
  readonly filterModels?: string;
  readonly baseline?: string;
  readonly margin?: number;
  readonly aa?: boolean;
  readonly sequential?: boolean;
  readonly baseUrl?: string;
  readonly maxRetries: number;
  readonly resume?: string | true;
  readonly dryRun?: boolean;
  readonly out: string;
  readonly bom?: boolean;
  readonly csvRaw?: boolean;
  readonly progressBar: boolean;
}

/** `sameseed run`: exit 1 when a trial failed for good, 130 when stopped by Ctrl-C. */
export async function runCommand(file: string, flags: RunFlags): Promise<ExitCode> {
  const definition = withFlags(await loadBenchmark(file), flags);
  const selection = selectionOf(flags);
  if (flags.dryRun) return dryRun(definition, { selection, baseUrl: flags.baseUrl, aa: flags.aa, sequential: flags.sequential });

  const live = flags.progressBar ? liveProgress(process.stderr) : undefined;
  const interrupt = stopOnInterrupt((line) => (live ? live.log(line) : console.error(line)));
  const finished = await runBenchmark(definition, {
    ...flags,
    concurrency: flags.maxConcurrency,
    selection,
    stop: interrupt.stop,
    abort: interrupt.abort,
    ...live,
  }).finally(() => {
    live?.end();
    interrupt.release();
  });
  if (finished === null) {
    console.error("Stopped before the first answer; nothing was written.");
    return 130;
  }

  const { report, folder, files } = finished;
  const { counts, state, runId } = report.manifest;
  console.log(reportText(report));
  console.log(`\nWrote ${relative(process.cwd(), folder) || "."}/`);
  for (const path of files) console.log(`  ${relative(folder, path)}`);
  if (state !== "complete") {
    console.error(`Stopped with ${stored(counts)} of ${counts.planned} trials. Continue with: sameseed run ${file} --resume ${runId}`);
    return 130;
  }
  return counts.failed > 0 ? 1 : 0;
}

function withFlags(definition: BenchmarkDefinition, { seed, seedPolicy, repeats, repeat, baseline, margin }: RunFlags): BenchmarkDefinition {
  const draws = repeats ?? repeat;
  return {
    ...definition,
    ...(seed !== undefined && { seed }),
    ...(seedPolicy !== undefined && { seedPolicy }),
    ...(draws !== undefined && { repeats: draws }),
    ...(baseline !== undefined && { baseline }),
    ...(margin !== undefined && { margin }),
  };
}

function selectionOf({ limit, filterFirstN, filterCases, filterPrompts, filterModels }: RunFlags): Selection {
  return { limit: limit ?? filterFirstN, filterCases, filterPrompts, filterModels };
}

async function dryRun(definition: BenchmarkDefinition, options: RunBenchmarkOptions): Promise<ExitCode> {
  const benchmark = await prepareBenchmark(definition, options);
  console.log("order\tcase\trepeat\tvariant\tseed");
  let requests = 0;
  for await (const { order, case: testCase, repeat, variant, seed } of plan(benchmark, { isSequential: options.sequential ?? false })) {
    console.log(`${order}\t${testCase.id}\t${repeat}\t${variant}\t${seed ?? ""}`);
    requests++;
  }
  console.error(`${requests} requests would be sent; nothing was.`);
  return 0;
}

function stored({ completed, truncated, refused, failed }: Record<"completed" | "truncated" | "refused" | "failed", number>): number {
  return completed + truncated + refused + failed;
}
