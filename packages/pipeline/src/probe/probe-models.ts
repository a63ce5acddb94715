import {
  afterTurns,
  type Benchmark,
  type Model,
  SameseedError,
  type SeedReportEntry,
  type TestCase,
  type Variant,
  option,
} from "@sameseed/core";
import { type BudgetMeter, probe, type ProbeOptions } from "@sameseed/runner";
import { refuseBudget } from "./refuse-budget.ts";

/** Number of cases of `run --probe` per model. */
const PROBED_CASES = 3;

export interface ProbeModelsOptions extends Pick<ProbeOptions, "concurrency" | "maxRetries" | "abort"> {
  /** The model to probe, without a cache. */
  readonly bare: (variant: Variant) => Model;
  /** Limits the probe to the run's budget. */
  readonly meter: Pick<BudgetMeter, "within" | "settle" | "stoppedBy">;
  readonly onProbe?: ((entry: SeedReportEntry) => void) | undefined;
}

/**
 * Probes every model of a benchmark once, on its first cases with its first prompt. Recorded answers have no seed and
 * are left out, and so is a model that does not answer while another one does. Errors: `BAD_BENCHMARK` where a model refuses the seed that the benchmark would send, `BAD_ARGUMENT` where
 * the budget is used up before the probe is.
 */
export async function probeModels(
  benchmark: Benchmark,
  { bare, meter, onProbe, ...options }: ProbeModelsOptions,
): Promise<SeedReportEntry[]> {
  const testCases = await firstCases(benchmark, PROBED_CASES);
  const seedReport: SeedReportEntry[] = [];
  let silent: SameseedError | null = null;
  for (const [modelId, [variant]] of Map.groupBy(benchmark.variants, (one) => one.modelId)) {
    if (variant === undefined || isRecorded(variant.model)) continue;
    const cases = testCases.map((testCase) => ({
      id: testCase.id,
      messages: variant.prompt.messages(afterTurns(testCase, [])),
    }));
    const asked = probe(
      { modelId, model: bare(variant), params: variant.params },
      {
        ...options,
        cases,
        seed: benchmark.seed,
        within: (trials) => meter.within(trials),
        onResult: (result) => meter.settle(result),
      },
    );
    await asked.catch(() => {}); // with too few answers it fails, and the reason is the budget
    const stoppedBy = meter.stoppedBy();
    if (stoppedBy !== null) refuseBudget(stoppedBy);
    const entry = await asked.catch((error: unknown) => {
      if (!(error instanceof SameseedError) || error.code !== "MODEL_UNREACHABLE") throw error;
      silent ??= error; // the run itself finds out and skips the model's trials
      return null;
    });
    if (entry === null) continue;
    onProbe?.(entry);
    if (entry.verdict === "unsupported" && benchmark.seedPolicy !== "none") {
      throw new SameseedError(
        "BAD_BENCHMARK",
        `${modelId} has no seed, so every trial would fail. ${entry.conclusion}`,
        {
          hint: `Run with ${option("seedPolicy")} none (nothing was written), or leave the model out.`,
        },
      );
    }
    seedReport.push(entry);
  }
  if (silent !== null && seedReport.length === 0) throw silent as SameseedError;
  return seedReport;
}

/** The first cases of a benchmark, without later cases of a chain. */
export async function firstCases({ cases }: Pick<Benchmark, "cases">, count: number): Promise<TestCase[]> {
  const first: TestCase[] = [];
  let previous: string | undefined;
  for await (const testCase of cases.cases()) {
    const isLater = testCase.chain !== undefined && testCase.chain === previous;
    previous = testCase.chain;
    if (isLater) continue;
    first.push(testCase);
    if (first.length === count) break;
  }
  return first;
}

function isRecorded({ isCacheable = true, identity }: Model): boolean {
  return !isCacheable && identity?.["provider"] === "recorded";
}
