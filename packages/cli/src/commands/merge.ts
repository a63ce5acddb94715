import { relative } from "node:path";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { CSV_FLAGS, example, type Exit, OUT_FLAG } from "../flags/shared-flags.ts";
import type { ExitCode } from "../terminal/exit-code.ts";

const FLAGS = {
  partial: { flags: "--partial", help: "merge the shards that exist; the run stays unfinished" },
  ...CSV_FLAGS,
  ...OUT_FLAG,
} as const satisfies FlagTable;
type MergeFlags = FlagsOf<typeof FLAGS>;

/** `sameseed merge`: exit 1 when the merged run is not complete or has failed trials. */
export function addMerge(sameseed: Command, exit: Exit): void {
  const merge = sameseed.command("merge").description("merge the shards of a run into one run");
  addFlags(merge.argument("<runs...>", "ids or folders of the shards"), FLAGS)
    .addHelpText("after", example("sameseed merge shards/*"))
    .action(async (runs: readonly string[], flags: MergeFlags) => exit(await mergeCommand(runs, flags)));
}

async function mergeCommand(references: readonly string[], flags: MergeFlags): Promise<ExitCode> {
  const { mergeShards, readShards } = await import("@sameseed/runner");
  const { writeReports } = await import("@sameseed/pipeline/reports");
  const { reportText } = await import("../terminal/report-text.ts");
  const { namedRun } = await import("../view/named-run.ts");
  const folders = await Promise.all(references.map((reference) => namedRun(flags.out, reference)));
  const shards = await readShards(folders);
  const { folder, manifest } = await mergeShards(flags.out, shards, { isPartial: flags.partial ?? false });
  const { report, failing, files } = await writeReports(folder, manifest, flags);
  console.log(reportText(report, { failing }));
  console.log(`\nWrote ${relative(process.cwd(), folder.path) || "."}/`);
  for (const path of files) console.log(`  ${relative(folder.path, path)}`);
  const { missing } = shards;
  if (missing.length > 0)
    console.error(
      `warning ${missing.length} of ${shards.shards[0]!.manifest.shard.of} shards are missing: ${missing.join(", ")}.`,
    );
  return manifest.state === "complete" && manifest.counts.failed === 0 ? 0 : 1;
}
