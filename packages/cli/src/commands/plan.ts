import type { CovariateReport } from "@sameseed/core";
import { SameseedError } from "@sameseed/core/error";
import type { RunFolder } from "@sameseed/runner";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { difference, share } from "../flags/option-parsers.ts";
import { FILTER_FLAGS, LIMIT_FLAGS } from "../flags/selection-flags.ts";
import {
  BASELINE_FLAG,
  BENCHMARKS,
  CONFIG_FLAG,
  example,
  JSON_FLAG,
  MODEL_FLAGS,
  OUT_FLAG,
  PRICES_FLAG,
  TRUST_FLAG,
} from "../flags/shared-flags.ts";
import { RUN_FLAGS } from "./run/run-flags.ts";

const { repeats, repeat, aa } = RUN_FLAGS;
const FLAGS = {
  ...CONFIG_FLAG,
  detect: {
    flags: "--detect <difference>",
    help: "a difference of scores, e.g. 0.02: how many cases find it",
    parse: difference,
  },
  discordance: {
    flags: "--discordance <share>",
    help: "share of cases that one variant passes and the other does not",
    parse: share,
  },
  ...PRICES_FLAG,
  pilot: { flags: "--pilot <run>", help: "learn from this run how far the variants differ and how long answers are" },
  covariate: {
    flags: "--covariate <run>",
    help: "say what this past run saves when it adjusts the differences; requires --pilot",
  },
  repeats,
  repeat,
  ...LIMIT_FLAGS,
  ...FILTER_FLAGS,
  ...BASELINE_FLAG,
  aa,
  ...MODEL_FLAGS,
  ...JSON_FLAG,
  ...TRUST_FLAG,
  ...OUT_FLAG,
} as const satisfies FlagTable;
type PlanFlags = FlagsOf<typeof FLAGS>;

/** `sameseed plan`: the cost of a run and its power; sends nothing. */
export function addPlan(sameseed: Command): void {
  const plan = sameseed
    .command("plan")
    .description("estimate requests, tokens, cost and the detectable difference, without sending anything");
  addFlags(plan.argument("[benchmarks...]", BENCHMARKS), FLAGS)
    .addHelpText("after", example("sameseed plan benchmark.yaml --discordance 0.1 --detect 0.02"))
    .action(async (named: string[], flags: PlanFlags) => {
      const { benchmarksOf } = await import("../environment/benchmark-here.ts");
      for (const file of benchmarksOf([...named, ...(flags.config ?? [])])) await planFile(file, flags);
    });
}

async function planFile(file: string, given: PlanFlags): Promise<void> {
  const { checkBenchmark } = await import("@sameseed/core");
  const { checkNotes, loadPrices, prepareBenchmark } = await import("@sameseed/pipeline/load");
  const { modelParameters, planRun, readPilot } = await import("@sameseed/pipeline/plan");
  const { parameterTable, planTable, terminalOptions } = await import("@sameseed/reporter");
  const { priceTable } = await import("@sameseed/runner");
  const { flagsIn } = await import("../terminal/flags-in.ts");
  const { loadBenchmark } = await import("../terminal/load-benchmark.ts");
  const { namedRun } = await import("../view/named-run.ts");
  const { selectionOf, withFailing, withSplit } = await import("./run/selection.ts");
  const { withFlags } = await import("./run/with-flags.ts");
  const flags = await withSplit(file, await withFailing(given));
  const { baseUrl, aa, detect, discordance } = flags;
  const definition = withFlags(await loadBenchmark(file, flags), flags);
  const benchmark = await prepareBenchmark(definition, { selection: selectionOf(flags), baseUrl, aa });
  const summary = await checkBenchmark(benchmark);
  const pilotFolder = flags.pilot === undefined ? undefined : await namedRun(flags.out, flags.pilot);
  const pilot = pilotFolder === undefined ? undefined : await readPilot(pilotFolder);
  const covariates = await covariatesOf(pilotFolder, flags);
  const models = benchmark.variants.map(({ model, modelId }) => ({ model, names: [modelId] }));
  const prices = await priceTable(models, {
    ...definition.prices,
    ...(flags.prices && (await loadPrices(flags.prices))),
  });
  const planned = await planRun(benchmark, { detect, discordance, pilot, covariates, prices });
  const told = new Set([...(await checkNotes(benchmark, summary)), ...planned.notes]);
  const plan = { ...planned, notes: [...told].map(flagsIn) };
  const parameters = modelParameters(benchmark);
  console.log(
    flags.json
      ? JSON.stringify({ schemaVersion: 1, ...plan, parameters }, null, 2)
      : [planTable(plan, terminalOptions(process.stdout)), parameterTable(parameters, terminalOptions(process.stdout))]
          .filter((text) => text !== "")
          .join("\n\n"),
  );
}

/** The savings of a past run, estimated from the pilot. */
async function covariatesOf(
  pilot: RunFolder | undefined,
  { out, covariate, baseline }: PlanFlags,
): Promise<CovariateReport | undefined> {
  if (covariate === undefined) return undefined;
  if (pilot === undefined)
    throw new SameseedError("BAD_ARGUMENT", "--covariate needs a pilot.", {
      hint: "Name with --pilot a small run on a random sample of the past run's cases.",
    });
  const { adjustByRun } = await import("@sameseed/pipeline/compare");
  const { namedRun } = await import("../view/named-run.ts");
  return adjustByRun(pilot, { past: await namedRun(out, covariate), baseline });
}
