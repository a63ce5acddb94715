import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { natural, share } from "../flags/option-parsers.ts";
import { CONFIG_FLAG, example, TRUST_FLAG, BENCHMARKS } from "../flags/shared-flags.ts";

const FLAGS = {
  ...CONFIG_FLAG,
  share: { flags: "--share <share>", help: "share of cases, or of clusters, to hold out", parse: share, default: 0.3 },
  seed: { flags: "--seed <n>", help: "seed of the division (default: the benchmark's)", parse: natural },
  ...TRUST_FLAG,
} as const satisfies FlagTable;
type SplitFlags = FlagsOf<typeof FLAGS>;

/** `sameseed split`: holds out cases, for people who tune prompts. */
export function addSplit(sameseed: Command): void {
  const split = sameseed
    .command("split")
    .description("hold out a part of the cases: run leaves it out, run --holdout runs only it");
  addFlags(split.argument("[benchmarks...]", BENCHMARKS), FLAGS)
    .addHelpText("after", example("sameseed split benchmark.yaml --share 0.3"))
    .action(async (named: string[], flags: SplitFlags) => {
      const { benchmarksOf } = await import("../environment/benchmark-here.ts");
      for (const file of benchmarksOf([...named, ...(flags.config ?? [])])) await splitFile(file, flags);
    });
}

async function splitFile(file: string, { share: part, seed, ...given }: SplitFlags): Promise<void> {
  const { checkBenchmark, plural } = await import("@sameseed/core");
  const { prepareBenchmark, splitFileOf, writeSplit } = await import("@sameseed/pipeline/load");
  const { loadBenchmark } = await import("../terminal/load-benchmark.ts");
  const benchmark = await prepareBenchmark(await loadBenchmark(file, given));
  await checkBenchmark(benchmark);
  const { development, heldOut, clusters } = await writeSplit(file, {
    cases: benchmark.cases,
    split: { seed: seed ?? benchmark.seed, share: part },
  });
  const together = clusters > 0 ? `; cases of one cluster stay together (${plural(clusters, "cluster")})` : "";
  console.log(`Held out ${heldOut} of ${plural(development + heldOut, "case")}${together}.`);
  console.log(`Wrote ${splitFileOf(file)}. Commit it to version control, next to the benchmark.`);
}
