/**
 * Measures the CPU time after the last answer, by stage: reading the rows, statistics, and each report. Also
 * measures the statistics of corpus metrics: 16 systems with 3,004 segments, as in the largest known published
 * table.
 *
 * Run: node benches/report-stages.ts [trials]     default 20000
 */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { summarize } from "../packages/analysis/src/index.ts";
import { reportFiles } from "../packages/reporter/src/index.ts";
import { readManifest, readRows, runFolder } from "../packages/runner/src/index.ts";
import { compareManyCorpora, corpusInterval, corpusMetric, RandomStream } from "../packages/stats/src/index.ts";
import { makeRun } from "./make-run.ts";

const [SYSTEMS, SEGMENTS] = [16, 3004];

const seen = new Set<string>();

/** The name of the file that the last reporter wrote. */
async function newFile(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((file) => !seen.has(file)) ?? "";
  seen.add(name);
  return name;
}

/** Runs a stage and prints its CPU time, by row if there are rows. The name of a stage without one is its result. */
async function timed<T>(stage: string, rows: number | null, work: () => T | Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const each = rows === null ? "" : `${((user + system) / rows).toFixed(1).padStart(8)} µs a row`;
  console.log(`${(stage || String(result)).padEnd(18)}${((user + system) / 1000).toFixed(0).padStart(8)} ms${each}`);
  return result;
}

async function reportStages(trials: number): Promise<void> {
  const run = await makeRun(trials);
  const scratch = await mkdtemp(join(tmpdir(), "stages-"));
  try {
    const folder = runFolder(dirname(run.folder), basename(run.folder));
    const manifest = await readManifest(folder);
    const rows = await timed("read rows", trials, () => Array.fromAsync(readRows(folder.rowsFile, trials)));
    const report = await timed("statistics", trials, () => summarize(manifest, rows));
    for (const reporter of reportFiles(scratch, manifest).reporters) {
      await timed("", trials, async () => {
        for (const row of rows) await reporter.row?.(row);
        await reporter.end?.(report);
        return newFile(scratch);
      });
    }
  } finally {
    await rm(scratch, { recursive: true });
    await run.remove();
  }
}

async function corpusStages(): Promise<void> {
  for (const [name, places] of [
    ["bleu", 10],
    ["chrf", 18],
  ] as const) {
    const stream = new RandomStream(`report-stages|${name}`);
    const unit = (): Float64Array => Float64Array.from({ length: places }, () => stream.nextBelow(50));
    const systems = Array.from({ length: SYSTEMS }, () => Array.from({ length: SEGMENTS }, unit));
    const metric = corpusMetric(name);
    await timed(`${name} intervals`, null, () =>
      systems.map((counts, system) => corpusInterval(counts, { metric, label: `system ${system}` })),
    );
    const pairs = systems.slice(1).map((b) => ({ a: systems[0]!, b }));
    await timed(`${name} comparisons`, null, () => compareManyCorpora(pairs, metric, { label: "bench" }));
  }
}

await reportStages(Number(process.argv[2] ?? 20_000));
await corpusStages();
