/**
 * Measures how fast shards become one run, without its reports, in a separate process. The rows of the plan are
 * made once with the echo model. Each is stored in its shard and in an undivided run, by the writer that every run
 * has. The merged rows must be those of the undivided run.
 *
 * Run: node benches/merge.ts [trials] [shards]     default 200000 64
 */
import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { blocksInShard, checkBenchmark, describeBenchmark, plan } from "../packages/core/src/index.ts";
import { prepareBenchmark } from "../packages/pipeline/src/load/index.ts";
import {
  mergeShards,
  type OpenRun,
  openRun,
  readShards,
  run as send,
  runFolder,
} from "../packages/runner/src/index.ts";
import { equals, score } from "../packages/scorer/src/index.ts";

const run = promisify(execFile);

interface Merged {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

/** In a separate process, which makes the peak memory that of the merge. */
async function mergeHere(shards: string, out: string): Promise<Merged> {
  const folders = (await readdir(shards)).toSorted().map((name) => runFolder(shards, name));
  const cpu = process.cpuUsage();
  const start = performance.now();
  await mergeShards(out, await readShards(folders), { isPartial: false });
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  };
}

interface Digest {
  readonly rows: number;
  /** Sum of the rows' hashes: the same for the same rows in any order. */
  readonly sum: bigint;
}

async function digest(out: string): Promise<Digest> {
  const [name] = await readdir(out);
  let [rows, sum] = [0, 0n];
  for await (const line of createInterface({ input: createReadStream(join(out, name!, "rows.jsonl")) })) {
    sum += hash("sha256", line, "buffer").readBigUInt64LE();
    rows++;
  }
  return { rows, sum };
}

/** Writes the undivided run and its shards. */
async function writeRuns(folder: string, trials: number, count: number): Promise<void> {
  const cases = Array.from({ length: trials / 2 }, (_, number) => {
    const word = `word ${number}`;
    return { id: `c${number}`, vars: { word }, expected: word };
  });
  const benchmark = await prepareBenchmark({
    name: "merged",
    seed: 7,
    cases,
    prompts: [
      { id: "plain", text: "{{word}}" },
      { id: "polite", text: "Please: {{word}}" },
    ],
    models: ["echo"],
    scorers: [equals()],
  });
  const record = {
    ...describeBenchmark(benchmark, await checkBenchmark(benchmark)),
    concurrency: 64,
    tool: { version: "0.0.0", node: process.versions.node },
    gitCommit: null,
    priceTable: null,
    notes: [],
  };
  const perBlock = benchmark.variants.length;
  const single = await openRun(join(folder, "single"), record);
  const shards: OpenRun[] = [];
  for (let index = 1; index <= count; index++) {
    const shard = { index, of: count };
    const planned = blocksInShard(shard, cases.length) * perBlock;
    shards.push(await openRun(join(folder, "shards"), { ...record, shard: { ...shard, planned } }));
  }
  for await (const row of score(send(plan(benchmark), benchmark.variants, { concurrency: 64 }), benchmark.scorers)) {
    const json = JSON.stringify(row);
    const shard = Math.floor(row.trial.order / perBlock) % count;
    for (const one of [single, shards[shard]!]) one.append(row, json);
  }
  for (const one of [single, ...shards]) await one.end();
}

async function main(trials: number, count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "merge-"));
  try {
    await writeRuns(folder, trials, count);
    const { stdout } = await run(process.execPath, [import.meta.filename, "--merge", "shards", "merged"], {
      cwd: folder,
    });
    const { seconds, cpuSeconds, peakMiB } = JSON.parse(stdout) as Merged;
    const [{ rows, sum }, single] = await Promise.all([digest(join(folder, "merged")), digest(join(folder, "single"))]);
    if (rows !== trials || rows !== single.rows || sum !== single.sum)
      throw new Error("the merged rows are not those of one run");
    const [name] = await readdir(join(folder, "merged"));
    const { size } = await stat(join(folder, "merged", name!, "rows.jsonl"));
    console.log(
      `${rows} rows of ${count} shards (${Math.round(size / 1e6)} MB) in ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} CPU s: ${Math.round(rows / cpuSeconds)} rows a CPU second, ${Math.round(rows / seconds)} rows/s; peak ${Math.round(peakMiB)} MiB. The same rows as of an undivided run.`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [first = "200000", second = "64", third = ""] = process.argv.slice(2);
if (first === "--merge") console.log(JSON.stringify(await mergeHere(second, third)));
else await main(Number(first), Number(second));
