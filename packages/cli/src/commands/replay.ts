import { dirname, relative } from "node:path";

import { loadBenchmark } from "../terminal/load-benchmark.ts";
import { replayRun, rescoreRun } from "@sameseed/pipeline/verify";
import { reportText } from "../terminal/report-text.ts";
import { namedRun } from "../view/named-run.ts";

export interface ReplayFlags {
  readonly out: string;
  readonly bom?: boolean;
  readonly csvRaw?: boolean;
  readonly trustData?: boolean;
}

/** `sameseed replay`: a run's reports from its rows, or its answers scored again by a benchmark file. */
export async function replayCommand(
  reference: string,
  file: string | undefined,
  { out, bom, csvRaw, trustData }: ReplayFlags,
): Promise<void> {
  const run = await namedRun(out, reference);
  const results = dirname(run.path);
  const { folder, report, files, isSame } =
    file === undefined
      ? await replayRun(run, results, { bom, csvRaw })
      : await rescoreRun(run, await loadBenchmark(file, { trustData }), { results, bom, csvRaw });
  console.log(reportText(report));
  console.log(`\nWrote ${relative(process.cwd(), folder) || "."}/`);
  for (const path of files) console.log(`  ${relative(folder, path)}`);
  console.log(
    isSame
      ? `Nothing was asked; the reports are made of the rows of ${run.id}.`
      : `Nothing was asked; the answers of ${run.id} were scored again.`,
  );
}
