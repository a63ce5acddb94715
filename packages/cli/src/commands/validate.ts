import { checkBenchmark, plural } from "@sameseed/core";
import { parameterTable, terminalOptions } from "@sameseed/reporter";
import { loadBenchmark, type LoadOptions } from "../terminal/load-benchmark.ts";
import { prepareBenchmark } from "@sameseed/pipeline/load";
import { modelParameters } from "@sameseed/pipeline/plan";

export interface ValidateFlags extends Pick<LoadOptions, "trustData"> {
  readonly dropUnsupported?: boolean;
  readonly baseUrl?: string;
}

const SHOWN = 20;

/** `sameseed validate`: loads the file, renders every prompt for every case, sends nothing. */
export async function validateCommand(file: string, flags: ValidateFlags = {}): Promise<void> {
  const { dropUnsupported, baseUrl } = flags;
  const definition = await loadBenchmark(file, flags);
  const benchmark = await prepareBenchmark({ ...definition, ...(dropUnsupported && { dropUnsupported }) }, { baseUrl });
  const { count, problems } = await checkBenchmark(benchmark);
  const { variants, scorers, repeats, name } = benchmark;
  console.log(
    `${file} is valid: ${name}, ${plural(count, "case")} × ${plural(variants.length, "variant")} × ${plural(repeats, "repeat")} = ${plural(count * variants.length * repeats, "trial")}.`,
  );
  console.log(`variants  ${variants.map((variant) => variant.id).join(", ")}`);
  console.log(`scorers   ${scorers.map((scorer) => scorer.name).join(", ")}`);
  console.log(`baseline  ${benchmark.baseline}`);
  for (const problem of problems.slice(0, SHOWN)) console.error(`warning ${problem} Its trials fail.`);
  if (problems.length > SHOWN) console.error(`… and ${problems.length - SHOWN} more.`);
  for (const note of benchmark.cases.notes?.() ?? []) console.error(`note ${note}`);
  const table = parameterTable(modelParameters(benchmark), terminalOptions(process.stdout));
  if (table !== "") console.log(`\n${table}`);
}
