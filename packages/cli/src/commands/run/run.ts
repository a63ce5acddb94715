import { EXPORT_FORMATS } from "@sameseed/pipeline/choices";
import type { Command } from "commander";
import { addFlags } from "../../flags/flag-table.ts";
import { BENCHMARKS, CONFIG_FLAG, example, type Exit } from "../../flags/shared-flags.ts";
import { RUN_FLAG_GROUPS } from "./run-flags.ts";

/** `sameseed run`: see `runFiles`. */
export function addRun(sameseed: Command, exit: Exit): void {
  const run = sameseed.command("run").alias("eval").description("run a benchmark and write its reports");
  addFlags(run.argument("[benchmarks...]", BENCHMARKS), CONFIG_FLAG);
  for (const [heading, flags] of Object.entries(RUN_FLAG_GROUPS)) addFlags(run.optionsGroup(heading), flags);
  run
    .addHelpText("after", example("sameseed run benchmark.yaml --repeats 5 -j 16"))
    .action(async (named: string[], { config = [], out = [], ...flags }) => {
      const { benchmarksOf } = await import("../../environment/benchmark-here.ts");
      const { outputsOf } = await import("../../flags/outputs.ts");
      const { runFiles } = await import("./run-files.ts");
      exit(await runFiles(benchmarksOf([...named, ...config]), { ...flags, ...outputsOf(out, EXPORT_FORMATS) }));
    });
}
