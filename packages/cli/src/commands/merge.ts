import { relative } from "node:path";
import { mergeShards, readShards } from "@sameseed/runner";
import type { ExitCode } from "../terminal/exit-code.ts";
import { reportText } from "../terminal/report-text.ts";
import { writeReports } from "@sameseed/pipeline/reports";
import { namedRun } from "../view/named-run.ts";

export interface MergeFlags {
  readonly out: string;
  readonly partial?: boolean;
  readonly bom?: boolean;
  readonly csvRaw?: boolean;
}

/** `sameseed merge`: exit 1 when the merged run is not complete or has failed trials. */
export async function mergeCommand(references: readonly string[], flags: MergeFlags): Promise<ExitCode> {
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
