import { dirname, relative } from "node:path";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { CSV_FLAGS, example, OUT_FLAG, RUN, TRUST_FLAG } from "../flags/shared-flags.ts";

const FLAGS = { ...CSV_FLAGS, ...TRUST_FLAG, ...OUT_FLAG } as const satisfies FlagTable;

/** `sameseed replay`: a run's reports from its rows, or its answers scored again by a benchmark file. */
export function addReplay(sameseed: Command): void {
  const replay = sameseed
    .command("replay")
    .description("rebuild a run's reports, or score its answers again, without sending requests")
    .argument("<run>", RUN)
    .argument("[benchmark]", "benchmark.ts or benchmark.yaml with other scorers or references");
  addFlags(replay, FLAGS).addHelpText("after", example("sameseed replay latest benchmark.yaml")).action(replayCommand);
}

async function replayCommand(
  reference: string,
  file: string | undefined,
  { out, trustData, downloadTests, ...choices }: FlagsOf<typeof FLAGS>,
): Promise<void> {
  const { replayRun, rescoreRun } = await import("@sameseed/pipeline/verify");
  const { loadBenchmark } = await import("../terminal/load-benchmark.ts");
  const { reportText } = await import("../terminal/report-text.ts");
  const { namedRun } = await import("../view/named-run.ts");
  const run = await namedRun(out, reference);
  const results = dirname(run.path);
  const { folder, report, files, isSame } =
    file === undefined
      ? await replayRun(run, results, choices)
      : await rescoreRun(run, await loadBenchmark(file, { trustData, downloadTests }), { ...choices, results });
  console.log(reportText(report));
  console.log(`\nWrote ${relative(process.cwd(), folder) || "."}/`);
  for (const path of files) console.log(`  ${relative(folder, path)}`);
  console.log(
    isSame
      ? `No requests sent. Rebuilt the reports from run ${run.id}.`
      : `No requests sent. Scored the answers of run ${run.id} again.`,
  );
}
