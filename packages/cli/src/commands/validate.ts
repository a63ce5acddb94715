import { checkBenchmark } from "@sameseed/core";
import { loadBenchmark, type LoadOptions } from "../load-benchmark.ts";
import { prepareBenchmark } from "@sameseed/pipeline/load";

const SHOWN = 20;

/** `sameseed validate`: loads the file, renders every prompt for every case, sends nothing. */
export async function validateCommand(file: string, options: Pick<LoadOptions, "trustData"> = {}): Promise<void> {
  const benchmark = await prepareBenchmark(await loadBenchmark(file, options));
  const { count, problems } = await checkBenchmark(benchmark);
  const { variants, scorers, repeats, name } = benchmark;
  console.log(
    `${file} is valid: ${name}, ${count} cases × ${variants.length} variants × ${repeats} repeats = ${count * variants.length * repeats} trials.`,
  );
  console.log(`variants  ${variants.map((variant) => variant.id).join(", ")}`);
  console.log(`scorers   ${scorers.map((scorer) => scorer.name).join(", ")}`);
  console.log(`baseline  ${benchmark.baseline}`);
  for (const problem of problems.slice(0, SHOWN)) console.error(`warning ${problem} Its trials fail.`);
  if (problems.length > SHOWN) console.error(`… and ${problems.length - SHOWN} more.`);
  for (const note of benchmark.cases.notes?.() ?? []) console.error(`note ${note}`);
}
