import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type BenchmarkRecord,
  checkBenchmark,
  describeBenchmark,
  type Manifest,
  type Model,
  plan,
  resolveBenchmark,
  type Row,
} from "@sameseed/core";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openRun, type RunRecord } from "./open-run.ts";
import { readRows } from "./read-rows.ts";
import { lockRun } from "./run-lock.ts";

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), "open-run-"));
});
afterEach(() => rm(results, { recursive: true, force: true }));

const model: Model = { id: "m", complete: () => Promise.reject(new Error("not asked")) };

async function rowsOf(seed = 1): Promise<{ record: RunRecord; rows: Row[] }> {
  const benchmark = await resolveBenchmark(
    {
      name: "My Böse/Name",
      seed,
      repeats: 2,
      cases: ["a", "b", "c"].map((id) => ({ id, vars: { text: `{"trial":{"index":0 \n ${id} 🎲` } })),
      prompts: [
        { id: "p", text: "{{text}}" },
        { id: "q", text: "{{text}}?" },
      ],
      models: [model],
      scorers: [{ name: "s", score: () => null }],
    },
    () => model,
  );
  const record: BenchmarkRecord = describeBenchmark(benchmark, await checkBenchmark(benchmark));
  const timing = { latencyMs: 1, attempts: 1, startedAt: "2026-01-01T00:00:00.000Z" };
  const rows = (await Array.fromAsync(plan(benchmark))).map((trial): Row => ({
    trial,
    outcome: { status: "failed", error: { kind: "other", message: "x" }, ...timing },
    scores: { s: { value: null } },
  }));
  return {
    record: {
      ...record,
      concurrency: 1,
      tool: { version: "0", node: "24" },
      gitCommit: null,
      priceTable: null,
      notes: [],
    },
    rows,
  };
}
const inTableOrder = (rows: readonly Row[]) => rows.toSorted((left, right) => left.trial.index - right.trial.index);
const rowsFile = (id: string) => join(results, id, "rows.jsonl");

test("reads rows in table order, equal to the stored ones", async () => {
  const { record, rows } = await rowsOf();
  const opened = await openRun(results, record);
  for (const row of rows) await opened.append(row);
  const manifest = await opened.end();
  expect(manifest).toMatchObject({ state: "complete", counts: { planned: 12, failed: 12, completed: 0 } });
  expect(await Array.fromAsync(readRows(opened.folder.rowsFile, 12))).toEqual(inTableOrder(rows));
});

test("a run cut off after any byte resumes and ends with exactly one row per trial", async () => {
  const { record, rows } = await rowsOf();
  const whole = rows.map((row) => JSON.stringify(row) + "\n").join("");
  const bytes = Buffer.from(whole);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length), async (cut) => {
      const begun = await openRun(results, record);
      await begun.append(rows[0]!);
      await begun.end();
      await writeFile(begun.folder.rowsFile, bytes.subarray(0, cut));

      const resumed = await openRun(results, record, { resume: begun.folder.id });
      const wholeLines = bytes.subarray(0, cut).toString("latin1").split("\n").length - 1;
      expect(resumed.stored).toBe(wholeLines);
      for (const row of rows) if (!resumed.isDone(row.trial.index)) await resumed.append(row);
      expect(await resumed.end()).toMatchObject({ state: "complete", counts: { failed: 12 } });
      expect(await Array.fromAsync(readRows(begun.folder.rowsFile, 12))).toEqual(inTableOrder(rows));
      expect((await readFile(begun.folder.rowsFile, "utf8")).trimEnd().split("\n")).toHaveLength(12);
    }),
    { numRuns: 25 },
  );
});

test("--resume without an id takes the newest unfinished run of the same benchmark", async () => {
  const { record, rows } = await rowsOf();
  const begun = await openRun(results, record);
  await begun.append(rows[0]!);
  await begun.end();
  const other = await openRun(results, (await rowsOf(2)).record);
  await other.append(rows[0]!);
  await other.end();
  const resumed = await openRun(results, record, { resume: true });
  expect(resumed.folder.id).toBe(begun.folder.id);
  await resumed.end();
});

test("does not resume a run of another benchmark and names the differences", async () => {
  const begun = await openRun(results, (await rowsOf(1)).record);
  await begun.append((await rowsOf(1)).rows[0]!);
  await begun.end();
  await expect(openRun(results, (await rowsOf(2)).record, { resume: begun.folder.id })).rejects.toThrowError(
    `${begun.folder.id} was started from a different benchmark: seed differ.`,
  );
  await expect(openRun(results, (await rowsOf(2)).record, { resume: true })).rejects.toThrowError(
    "no unfinished run of this benchmark",
  );
});

test("a run without a row leaves no folder", async () => {
  const opened = await openRun(results, (await rowsOf()).record);
  expect(await opened.end()).toBeNull();
  expect(await readdir(results)).toEqual([]);
});

test("two runs in one second get separate folders", async () => {
  const { record } = await rowsOf();
  const first = await openRun(results, record);
  const second = await openRun(results, record);
  expect(second.folder.id).not.toBe(first.folder.id);
  expect(first.folder.id).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-my-böse-name(-\d+)?$/);
  await Promise.all([first.end(), second.end()]);
});

test("does not open a run of a live process twice, and takes over a dead one's lock", async () => {
  const { record, rows } = await rowsOf();
  const opened = await openRun(results, record);
  await opened.append(rows[0]!);
  await opened.end();
  const lock = join(opened.folder.path, "run.lock");
  await writeFile(lock, `1@${(await import("node:os")).hostname()}`); // process 1 always lives
  await expect(openRun(results, record, { resume: opened.folder.id })).rejects.toThrowError(
    "being written by another process",
  );
  await writeFile(lock, `99999999@${(await import("node:os")).hostname()}`);
  const unlock = await lockRun(opened.folder.path);
  await unlock();
  expect((await readdir(opened.folder.path)).filter((name) => name.startsWith("run.lock"))).toEqual([]);
});

test("keeps a run locked until its reports are written", async () => {
  const { record, rows } = await rowsOf();
  const opened = await openRun(results, record);
  opened.append(rows[0]!);
  const release = opened.hold();
  await opened.end();
  const again = () => openRun(results, record, { resume: opened.folder.id });
  await expect(again()).rejects.toThrow("being written by another process");
  await release();
  await (await again()).end();
});

test("a file that another program wrote into is an error, not a guess", async () => {
  const { record, rows } = await rowsOf();
  const opened = await openRun(results, record);
  await opened.append(rows[0]!);
  await opened.end();
  await appendFile(rowsFile(opened.folder.id), "hello\n");
  await expect(openRun(results, record, { resume: opened.folder.id })).rejects.toMatchObject({
    message: `${rowsFile(opened.folder.id)}, line 2 is not a row: "hello".`,
    hint: expect.stringContaining("delete line 2"),
  });
});

test.each([
  ["text", "hello\0\u001b[31m", '"hello\\u0000\\u001b[31m"'],
  ["half a row", '{"trial":{"index":4,', '"{\\"trial\\":{\\"index\\":4,"'],
  ["nothing", "", '""'],
])(
  "an error names %s in the middle of the rows with its line; without the line the run resumes",
  async (_, line, shown) => {
    const { record, rows } = await rowsOf();
    const opened = await openRun(results, record);
    for (const row of rows.slice(0, 4)) opened.append(row);
    await opened.end();
    const file = rowsFile(opened.folder.id);
    const lines = (await readFile(file, "utf8")).split("\n");
    await writeFile(file, [...lines.slice(0, 2), line, ...lines.slice(2)].join("\n"));
    await expect(openRun(results, record, { resume: true })).rejects.toMatchObject({
      code: "BAD_RUN",
      message: `${file}, line 3 is not a row: ${shown}.`,
      hint: expect.stringContaining("delete line 3"),
    });
    await writeFile(file, lines.join("\n"));
    const again = await openRun(results, record, { resume: true });
    expect(again.stored).toBe(4);
    await again.end();
  },
);

test("a folder in place of the rows file is the user's to fix", async () => {
  const { record, rows } = await rowsOf();
  const opened = await openRun(results, record);
  opened.append(rows[0]!);
  await opened.end();
  await rm(rowsFile(opened.folder.id));
  await mkdir(rowsFile(opened.folder.id));
  await expect(openRun(results, record, { resume: true })).rejects.toMatchObject({
    code: "BAD_RUN",
    hint: expect.any(String),
  });
});

test("finds a run without reports to resume", async () => {
  const { record, rows } = await rowsOf();
  const opened = await openRun(results, record);
  for (const row of rows) opened.append(answered(row, "fine"));
  await opened.end();
  await expect(openRun(results, record, { resume: true })).rejects.toThrow("no unfinished run");
  const again = await openRun(results, record, { resume: true, hasReports: async () => false });
  expect(again.folder.id).toBe(opened.folder.id);
  expect(await again.end()).toMatchObject({ state: "complete" });
});

test("a resumed run follows the benchmark's plan, with any other content of its manifest", async () => {
  const { record, rows } = await rowsOf();
  const opened = await openRun(results, record);
  for (const row of rows.slice(0, 4)) opened.append(answered(row, "fine"));
  await opened.end();
  const { manifestFile } = opened.folder;
  const manifest = JSON.parse(await readFile(manifestFile, "utf8")) as Manifest;
  const changed = { ...manifest, counts: { ...manifest.counts, planned: 6 } };
  await writeFile(manifestFile, JSON.stringify(changed));
  await expect(openRun(results, record, { resume: opened.folder.id })).rejects.toThrow(
    "counts.planned is 6, but its cases × variants × repeats are 12",
  );
  await writeFile(manifestFile, JSON.stringify({ ...changed, repeats: 1 }));
  const again = await openRun(results, record, { resume: opened.folder.id });
  expect(again.planned).toBe(12);
  expect(await again.end()).toMatchObject({ state: "stopped", repeats: 2, counts: { planned: 12, completed: 4 } });
});

test("runs only the failed trials of a run again, and the newer row of a trial counts", async () => {
  const { record, rows } = await rowsOf();
  const isFailed = ({ trial }: Row) => trial.index % 3 === 0;
  const stored = rows.map((row): Row => (isFailed(row) ? row : answered(row, "first")));
  const opened = await openRun(results, record);
  for (const row of stored) await opened.append(row);
  expect(await opened.end()).toMatchObject({ state: "complete", counts: { failed: 4, completed: 8 } });

  const again = await openRun(results, record, { retryErrors: true });
  expect(again.folder.id).toBe(opened.folder.id);
  expect(again.stored).toBe(8);
  expect(rows.filter(({ trial }) => !again.isDone(trial.index))).toEqual(rows.filter(isFailed));
  const [mended, stillFailing] = rows.filter(isFailed);
  await again.append(answered(mended!, "second"));
  await again.append(stillFailing!);
  expect(await again.end()).toMatchObject({ state: "complete", counts: { planned: 12, failed: 3, completed: 9 } });

  const now = await Array.fromAsync(readRows(again.folder.rowsFile, 12));
  expect(now).toEqual(inTableOrder(stored.map((row) => (row.trial === mended!.trial ? answered(row, "second") : row))));
  expect((await readFile(rowsFile(again.folder.id), "utf8")).trimEnd().split("\n")).toHaveLength(14);
  const last = await openRun(results, record, { retryErrors: again.folder.id });
  expect(last.stored).toBe(9);
  await last.end();
});

test("a run without failed trials is not run again", async () => {
  const { record, rows } = await rowsOf();
  const opened = await openRun(results, record);
  for (const row of rows) await opened.append(answered(row, "fine"));
  await opened.end();
  await expect(openRun(results, record, { retryErrors: true })).rejects.toThrowError(
    "no run of this benchmark as it is now with failed trials",
  );
});

function answered(row: Row, text: string): Row {
  const { latencyMs, attempts, startedAt } = row.outcome;
  return {
    ...row,
    outcome: {
      status: "completed",
      text,
      finishReason: "stop",
      systemFingerprint: null,
      modelVersion: null,
      usage: null,
      costUsd: null,
      ttftMs: null,
      cached: false,
      latencyMs,
      attempts,
      startedAt,
    },
  };
}
