/**
 * How fast shards become one run: makes the shards with the real bin and the echo model, then merges their rows (without
 * reports) in a process of its own. Also compares the merged rows with those of one undivided run, but for times.
 *
 * Run: node benches/merge.ts [trials] [shards]     default 200000 64; making 1,000,000 trials takes some minutes
 */
import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { mergeShards, readShards, runFolder } from "../packages/runner/src/index.ts";

const BIN = resolve(import.meta.dirname, "../packages/cli/src/bin.ts");
const run = promisify(execFile);

interface Merged {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

/** In a process of its own: the peak memory is the merge's. */
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
  /** Sum of the rows' hashes: the same for the same rows in any order. Times and the run's id are left out. */
  readonly sum: bigint;
}

async function digest(out: string): Promise<Digest> {
  const [name] = await readdir(out);
  let [rows, sum] = [0, 0n];
  for await (const line of createInterface({ input: createReadStream(join(out, name!, "rows.jsonl")) })) {
    const lasting = line.replaceAll(/"(?:startedAt|latencyMs|ttftMs|runId)":(?:"[^"]*"|[\d.e+-]+|null)/g, "");
    sum += hash("sha256", lasting, "buffer").readBigUInt64LE();
    rows++;
  }
  return { rows, sum };
}

async function benchmarkIn(folder: string, trials: number): Promise<void> {
  const lines = Array.from({ length: trials / 2 }, (_, number) => `c${number},word ${number},word ${number}`);
  await writeFile(join(folder, "cases.csv"), `id,word,expected\n${lines.join("\n")}\n`);
  await writeFile(
    join(folder, "benchmark.yaml"),
    `name: merged
seed: 7
cases: cases.csv
prompts: [{id: plain, text: "{{word}}"}, {id: polite, text: "Please: {{word}}"}]
models: [echo]
scorers: [equals]
`,
  );
}

async function main(trials: number, count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "merge-"));
  try {
    await benchmarkIn(folder, trials);
    const runHere = (...args: readonly string[]) =>
      run(process.execPath, [BIN, "run", "benchmark.yaml", ...args], { cwd: folder });
    await runHere("--out", "single");
    for (let shard = 1; shard <= count; shard++) await runHere("--shard", `${shard}/${count}`, "--out", "shards");
    const { stdout } = await run(process.execPath, [import.meta.filename, "--merge", "shards", "merged"], {
      cwd: folder,
    });
    const { seconds, cpuSeconds, peakMiB } = JSON.parse(stdout) as Merged;
    const [{ rows, sum }, single] = await Promise.all([digest(join(folder, "merged")), digest(join(folder, "single"))]);
    if (rows !== single.rows || sum !== single.sum) throw new Error("the merged rows are not those of one run");
    const [name] = await readdir(join(folder, "merged"));
    const { size } = await stat(join(folder, "merged", name!, "rows.jsonl"));
    console.log(
      `${rows} rows of ${count} shards (${Math.round(size / 1e6)} MB) in ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} CPU s: ${Math.round(rows / cpuSeconds)} rows a CPU second, ${Math.round(rows / seconds)} rows/s; peak ${Math.round(peakMiB)} MiB. The same rows as of an undivided run, but for times.`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [first = "200000", second = "64", third = ""] = process.argv.slice(2);
if (first === "--merge") console.log(JSON.stringify(await mergeHere(second, third)));
else await main(Number(first), Number(second));
