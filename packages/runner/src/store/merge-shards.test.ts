import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Benchmark,
  blocksInShard,
  checkBenchmark,
  describeBenchmark,
  type Model,
  plan,
  resolveBenchmark,
  type Row,
} from "@sameseed/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mergeShards } from "./merge-shards.ts";
import { openRun } from "./open-run.ts";
import { readRows } from "./read-rows.ts";
import { listRuns, readManifest, type RunFolder } from "./run-folder.ts";
import { readShards } from "./shard-set.ts";

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), "merge-shards-"));
});
afterEach(() => rm(results, { recursive: true, force: true }));

const OF = 3;
const model: Model = { id: "m", complete: () => Promise.reject(new Error("not asked")) };

function benchmarkOf(seed = 1): Promise<Benchmark> {
  return resolveBenchmark(
    {
      name: "divided",
      seed,
      repeats: 2,
      cases: Array.from({ length: 10 }, (_, number) => ({ id: `c${number}`, vars: {} })),
      prompts: ["p", "q"].map((id) => ({ id, text: "hi" })),
      models: [model],
      scorers: [{ name: "s", score: () => null }],
    },
    () => model,
  );
}

interface ShardOptions {
  readonly seed?: number;
  readonly version?: string;
  readonly of?: number;
  /** Rows that are not written. */
  readonly less?: number;
}

async function runShard(
  index: number,
  { seed, version = "1", of = OF, less = 0 }: ShardOptions = {},
): Promise<RunFolder> {
  const benchmark = await benchmarkOf(seed);
  const record = describeBenchmark(benchmark, await checkBenchmark(benchmark));
  const run = await openRun(results, {
    ...record,
    shard: { index, of, planned: 2 * blocksInShard({ index, of }, 20) },
    concurrency: 1,
    tool: { version, node: "24" },
    gitCommit: null,
    priceTable: null,
    notes: [],
  });
  const trials = await Array.fromAsync(plan(benchmark, { shard: { index, of } }));
  for (const trial of trials.slice(0, trials.length - less)) run.append(rowOf(trial));
  await run.end();
  return run.folder;
}

function rowOf(trial: Row["trial"]): Row {
  const timing = { latencyMs: 1, attempts: 1, startedAt: "2026-01-01T00:00:00.000Z" };
  return { trial, outcome: { status: "failed", error: { kind: "other", message: "x" }, ...timing }, scores: {} };
}

async function merge(folders: readonly RunFolder[], isPartial = false) {
  return mergeShards(results, await readShards(folders), { isPartial });
}

test("all shards together are the whole run, in any order on the command line", async () => {
  const folders = [await runShard(2), await runShard(1), await runShard(3)];
  const { folder, manifest } = await merge(folders);
  const rows = await Array.fromAsync(readRows(folder.rowsFile, manifest.counts.planned));
  const whole = await Array.fromAsync(plan(await benchmarkOf()));
  expect(rows.map(({ trial }) => trial)).toEqual(whole.toSorted((left, right) => left.index - right.index));
  expect(manifest).toMatchObject({ state: "complete", counts: { planned: 40, failed: 40 } });
  expect(manifest.shard).toBeUndefined();
  expect(manifest.mergedFrom).toEqual([folders[1]!.id, folders[0]!.id, folders[2]!.id]);
});

test("names a missing shard and merges the others on request", async () => {
  const folders = [await runShard(1), await runShard(3)];
  await expect(merge(folders)).rejects.toMatchObject({
    code: "BAD_RUN",
    message: expect.stringMatching(/one is missing: 2/) as string,
  });
  expect(await listRuns(results)).toHaveLength(2);
  const { manifest } = await merge(folders, true);
  expect(manifest).toMatchObject({ state: "stopped", counts: { planned: 40, failed: 26 } });
});

test.for<[string, () => Promise<RunFolder[]>, RegExp]>([
  [
    "a shard that is there twice",
    async () => [await runShard(1), await runShard(1), await runShard(2)],
    /1\/3 exists twice: .+ and .+/,
  ],
  ["a shard that is named twice", async () => [await runShard(1)].flatMap((one) => [one, one]), /1\/3 is named twice/],
  ["another benchmark", async () => [await runShard(1), await runShard(2, { seed: 2 })], /another plan/],
  ["another division", async () => [await runShard(1), await runShard(2, { of: 4 })], /one of 4 shards/],
  ["another version", async () => [await runShard(1), await runShard(2, { version: "2" })], /made by sameseed 2/],
  [
    "an unfinished shard",
    async () => [await runShard(1), await runShard(2, { less: 1 }), await runShard(3)],
    /2\/3 is not complete/,
  ],
])("refuses %s by name", async ([, make, message]) => {
  const folders = await make();
  await expect(merge(folders)).rejects.toMatchObject({
    code: "BAD_RUN",
    message: expect.stringMatching(message) as string,
  });
});

test("an error names the line of another shard's row", async () => {
  const folders = [await runShard(1), await runShard(2), await runShard(3)];
  const [line] = (await readFile(folders[1]!.rowsFile, "utf8")).split("\n");
  await appendFile(folders[0]!.rowsFile, `${line}\n`);
  await expect(merge(folders)).rejects.toThrow(/rows\.jsonl:15: this is not a row of shard 1\/3/);
});

test("an error names a partially copied file", async () => {
  const folders = [await runShard(1), await runShard(2), await runShard(3)];
  const lines = (await readFile(folders[2]!.rowsFile, "utf8")).split("\n");
  await writeFile(folders[2]!.rowsFile, lines.slice(0, 4).join("\n") + "\n");
  await expect(merge(folders)).rejects.toThrow(/has 4 rows; its manifest counts 12/);
});

test("a shard is resumed as that shard alone", async () => {
  const folder = await runShard(1, { less: 2 });
  const manifest = await readManifest(folder);
  expect(manifest.state).toBe("stopped");
  const record = { ...manifest, shard: { index: 2, of: OF, planned: 14 } };
  await expect(openRun(results, record, { resume: folder.id })).rejects.toThrow(/runs shard 1\/3/);
  await expect(openRun(results, record, { resume: true })).rejects.toThrow(/no unfinished run/);
});
