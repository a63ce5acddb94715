import { checkBenchmark } from "@sameseed/core";
import { parameterTable, planTable, terminalOptions } from "@sameseed/reporter";
import { priceTable } from "@sameseed/runner";
import { loadBenchmark } from "../terminal/load-benchmark.ts";
import { loadPrices, prepareBenchmark } from "@sameseed/pipeline/load";
import { modelParameters, planRun, readPilot } from "@sameseed/pipeline/plan";
import { namedRun } from "../view/named-run.ts";
import type { RunFlags } from "./run-flags.ts";
import { type SelectionFlags, selectionOf, withFailing } from "./selection-flags.ts";
import { withFlags } from "./run.ts";

export interface PlanFlags extends Pick<
  RunFlags,
  keyof SelectionFlags | "repeats" | "baseline" | "aa" | "baseUrl" | "trustData" | "out" | "dropUnsupported"
> {
  readonly detect?: number;
  readonly discordance?: number;
  readonly pilot?: string;
  readonly prices?: string;
  readonly json?: boolean;
}

/** `sameseed plan`: what a run will take and what it can find; sends nothing. */
export async function planCommand(file: string, given: PlanFlags): Promise<void> {
  const flags = await withFailing(given);
  const definition = withFlags(await loadBenchmark(file, flags), flags);
  const benchmark = await prepareBenchmark(definition, {
    selection: selectionOf(flags),
    baseUrl: flags.baseUrl,
    aa: flags.aa,
  });
  await checkBenchmark(benchmark);
  const pilot = flags.pilot === undefined ? undefined : await readPilot(await namedRun(flags.out, flags.pilot));
  const models = benchmark.variants.map(({ model, modelId }) => ({ model, names: [modelId] }));
  const prices = await priceTable(models, {
    ...definition.prices,
    ...(flags.prices && (await loadPrices(flags.prices))),
  });
  const plan = await planRun(benchmark, { detect: flags.detect, discordance: flags.discordance, pilot, prices });
  const parameters = modelParameters(benchmark);
  console.log(
    flags.json
      ? JSON.stringify({ schemaVersion: 1, ...plan, parameters }, null, 2)
      : [planTable(plan, terminalOptions(process.stdout)), parameterTable(parameters, terminalOptions(process.stdout))]
          .filter((text) => text !== "")
          .join("\n\n"),
  );
}
