import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { BENCHMARKS, CONFIG_FLAG, example, MODEL_FLAGS, TRUST_FLAG } from "../flags/shared-flags.ts";

const FLAGS = { ...CONFIG_FLAG, ...MODEL_FLAGS, ...TRUST_FLAG } as const satisfies FlagTable;
/** Below the names of the facts. */
const INDENT = " ".repeat(10);
type ValidateFlags = FlagsOf<typeof FLAGS>;

/** `sameseed validate`: loads the file, renders every prompt for every case, sends nothing. */
export function addValidate(sameseed: Command): void {
  const validate = sameseed
    .command("validate")
    .description("check a benchmark file and its cases without sending anything");
  addFlags(validate.argument("[benchmarks...]", BENCHMARKS), FLAGS)
    .addHelpText("after", example("sameseed validate benchmark.yaml"))
    .action(async (named: string[], flags: ValidateFlags) => {
      const { benchmarksOf } = await import("../environment/benchmark-here.ts");
      for (const file of benchmarksOf([...named, ...(flags.config ?? [])])) await validateFile(file, flags);
    });
}

async function validateFile(file: string, { baseUrl, dropUnsupported, ...given }: ValidateFlags): Promise<void> {
  const { checkBenchmark, excludedPairs, plural } = await import("@sameseed/core");
  const { checkNotes, prepareBenchmark } = await import("@sameseed/pipeline/load");
  const { modelParameters } = await import("@sameseed/pipeline/plan");
  const { parameterTable, terminalOptions, wrapped } = await import("@sameseed/reporter/parameters");
  const { unreadyParts } = await import("@sameseed/pipeline/run");
  const { tellChecks, tellUnready } = await import("../terminal/tell.ts");
  const { loadBenchmark } = await import("../terminal/load-benchmark.ts");
  const definition = await loadBenchmark(file, given);
  const benchmark = await prepareBenchmark({ ...definition, ...(dropUnsupported && { dropUnsupported }) }, { baseUrl });
  const summary = await checkBenchmark(benchmark);
  const notes = await checkNotes(benchmark, summary);
  const { count, problems, excluded } = summary;
  const { variants, scorers, repeats, name } = benchmark;
  const pairs = excludedPairs(excluded);
  const without = pairs === 0 ? "" : ` without ${plural(pairs * repeats, "trial")} that cases exclude`;
  const trials = (count * variants.length - pairs) * repeats;
  console.log(
    `${file} is valid: ${name}, ${plural(count, "case")} × ${plural(variants.length, "variant")} × ${plural(repeats, "repeat")}${without} = ${plural(trials, "trial")}.`,
  );
  const options = terminalOptions(process.stdout);
  const facts = [
    `variants  ${variants.map((variant) => variant.id).join(", ")}`,
    `scorers   ${scorers.map((scorer) => scorer.name).join(", ")}`,
    `baseline  ${benchmark.baseline}`,
  ];
  for (const fact of facts) console.log(process.stdout.isTTY ? wrapped(fact, options.width, INDENT).join("\n") : fact);
  tellChecks({ problems, notes });
  tellUnready(await unreadyParts(benchmark, summary));
  const table = parameterTable(modelParameters(benchmark), options);
  if (table !== "") console.log(`\n${table}`);
}
