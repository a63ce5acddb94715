import { EXPORT_FORMATS } from "@sameseed/pipeline/choices";
import type { Command } from "commander";
import { addFlags } from "../../flags/flag-table.ts";
import { BENCHMARKS, CONFIG_FLAG, example, type Exit } from "../../flags/shared-flags.ts";
import { RUN_FLAG_GROUPS } from "./run-flags.ts";
import type { Untyped } from "./with-settings.ts";

/** `sameseed run`: see `runFiles`. */
export function addRun(sameseed: Command, exit: Exit): void {
  const run = sameseed.command("run").alias("eval").description("run a benchmark and write its reports");
  addFlags(run.argument("[benchmarks...]", BENCHMARKS), CONFIG_FLAG);
  for (const [heading, flags] of Object.entries(RUN_FLAG_GROUPS)) addFlags(run.optionsGroup(heading), flags);
  run
    .addHelpText("after", example("sameseed run benchmark.yaml --repeats 5 -j 16"))
    .action(async (named: string[], { config = [], out = [], ...flags }, command: Command) => {
      const { benchmarksOf } = await import("../../environment/benchmark-here.ts");
      const { outputsOf } = await import("../../flags/outputs.ts");
      const { runFiles } = await import("./run-files.ts");
      const outputs = outputsOf(out, EXPORT_FORMATS);
      const untyped = untypedOf(command);
      exit(await runFiles(benchmarksOf([...named, ...config]), { ...flags, ...outputs, untyped }));
    });
}

/** Flags with their default, which a config of another tool may change. */
function untypedOf(command: Command): Untyped {
  const names = ["maxConcurrency", "progressBar"] as const;
  return new Set(names.filter((name) => command.getOptionValueSource(name) === "default"));
}
