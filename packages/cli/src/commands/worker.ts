import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { duration, positive } from "../flags/option-parsers.ts";
import { BENCHMARK, example, type Exit, PRICES_FLAG, REDIS_FLAG, TRUST_FLAG } from "../flags/shared-flags.ts";
import type { runWorker as RunWorker } from "@sameseed/pipeline/worker";
import type { ExitCode } from "../terminal/exit-code.ts";
import type { WorkerFlags } from "./run/scale.ts";

const FLAGS = {
  ...REDIS_FLAG,
  run: { flags: "--run <id>", help: "the run to work for (default: the one that has this benchmark)" },
  wait: {
    flags: "--wait <duration>",
    help: "wait so long for a run (default: until there is one)",
    parse: duration,
  },
  maxConcurrency: {
    flags: "-j, --max-concurrency <n>",
    help: "maximum concurrent requests",
    parse: positive,
    default: 8,
  },
  cache: {
    flags: "--cache <mode>",
    help: "response cache of this machine",
    choices: ["read", "write", "readwrite", "off"],
  },
  ...TRUST_FLAG,
  ...PRICES_FLAG,
} as const satisfies FlagTable;

/** `sameseed worker`: 0 at the end of the run, 130 when stopped by Ctrl-C, 1 when trials failed. */
export function addWorker(sameseed: Command, exit: Exit): void {
  const worker = sameseed
    .command("worker")
    .description("send and score for a run that another machine coordinates (run --executor bullmq)");
  addFlags(worker.argument("<benchmark>", BENCHMARK), FLAGS)
    .addHelpText("after", example("sameseed worker benchmark.yaml --redis redis://10.0.0.5:6379 -j 32"))
    .action(async (file: string, flags: FlagsOf<typeof FLAGS>) => exit(await work(file, flags)));
}

async function work(file: string, flags: FlagsOf<typeof FLAGS>): Promise<ExitCode> {
  const { loadPrices } = await import("@sameseed/pipeline/load");
  const { runWorker } = await import("@sameseed/pipeline/worker");
  const { loadBenchmark } = await import("../terminal/load-benchmark.ts");
  const { warn } = await import("../terminal/tell.ts");
  const { stopOnInterrupt } = await import("../terminal/stop-on-interrupt.ts");
  const { redisUrl } = await import("./run/scale.ts");
  const { waitForRun } = await import("./run/wait-for-run.ts");
  const { withFlags } = await import("./run/with-flags.ts");
  const url = redisUrl(flags);
  const loaded = await loadBenchmark(file, flags);
  const interrupt = stopOnInterrupt();
  try {
    const run = await waitForRun(url, flags, { name: loaded.name, stop: interrupt.stop });
    if (run === null) return 130;
    const given = run.settings as WorkerFlags;
    interrupt.stop.addEventListener("abort", () =>
      console.error(
        "Stopping after the requests in flight. Ctrl-C again drops them and the rows that Redis has not stored.",
      ),
    );
    console.error(`Found ${run.runId}. Checking that the benchmark is the same.`);
    const end = await runWorker(withFlags(loaded, given), {
      url,
      run,
      concurrency: flags.maxConcurrency,
      cache: flags.cache,
      prices: flags.prices === undefined ? undefined : await loadPrices(flags.prices),
      settings: await settingsOf(file, given),
      stop: interrupt.stop,
      abort: interrupt.abort,
      onReady: () =>
        console.error(
          `Working for ${run.runId}, up to ${flags.maxConcurrency} requests in flight. Ctrl-C stops after them.`,
        ),
      onWarning: warn,
      onService: (event) => {
        if (event.status === "stopped") warn(`${event.model} stopped: ${event.message}`);
      },
    });
    console.error(
      `${end.isRunOver ? "The run is over." : "Stopped. Other workers take the remaining trials."} ${end.rows} rows, ${end.failed} failed.`,
    );
    return end.isRunOver ? 0 : 130;
  } finally {
    interrupt.release();
  }
}

type RunSettings = Parameters<typeof RunWorker>[1]["settings"];

/** The settings that the coordinator's run and its workers must share. */
async function settingsOf(file: string, given: WorkerFlags): Promise<RunSettings> {
  const { selectionOf, withSplit } = await import("./run/selection.ts");
  return {
    selection: selectionOf(await withSplit(file, given)),
    aa: given.aa,
    baseUrl: given.baseUrl,
    maxRetries: given.maxRetries,
    timeoutMs: given.timeout,
    trialTimeoutMs: given.trialTimeout,
    maxRequestsPerMinute: given.maxRpm,
    maxTokensPerMinute: given.maxTpm,
  };
}
