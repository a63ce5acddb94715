import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest, Row } from "@sameseed/core";
import { manifestOf, rowOf } from "@sameseed/analysis/testing/sample-run";
import { type OpenRun, runFolder } from "@sameseed/runner";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ReportThread } from "./report-thread.ts";
import { type ReportProgress, writeReports } from "./write-reports.ts";

vi.mock("node:os", async (original) => ({ ...(await original<object>()), availableParallelism: () => 2 }));

const TRIALS = 20_000;
const sample = manifestOf({ cases: { ...manifestOf().cases, count: TRIALS / 2 } });
const begun: Manifest = {
  ...sample,
  state: "running",
  endedAt: null,
  counts: { ...sample.counts, planned: TRIALS, completed: 0 },
};
const ended: Manifest = {
  ...begun,
  state: "stopped",
  endedAt: "2026-01-01T00:02:00.000Z",
  counts: { ...begun.counts, completed: 3000 },
};

/** The first 1,400 cases of the table, and some of the last ones: the others were not sent. */
const rows: readonly Row[] = [...Array(2800).keys(), ...Array.from({ length: 200 }, (_, n) => 19_600 + 2 * n)].map(
  (index) => {
    const number = index >> 1;
    const prompt = index % 2 === 0 ? "direct" : "stepwise";
    const testCase = { id: `c${number}`, vars: { question: `=1+${number}; "é"\n` } };
    return rowOf({
      index,
      prompt,
      case: testCase,
      score: number % 3 === 0 ? 0 : 1,
      outcome: { text: `${number} `.repeat(200) },
    });
  },
);
const textOf = (some: readonly Row[]): string => some.map((row) => `${JSON.stringify(row)}\n`).join("");

let results = "";
const folder = () => runFolder(results, "run");
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), "sameseed-reports-"));
  await mkdir(folder().path);
});
afterEach(() => rm(results, { recursive: true }));

const openRun = (changes: Partial<OpenRun> = {}): OpenRun =>
  ({ folder: folder(), manifest: begun, stored: 0, toRun: TRIALS, ...changes }) as OpenRun;

/** A thread that was started when the first 2,800 rows were stored, backwards. */
async function started(manifest = begun): Promise<ReportThread> {
  await writeFile(folder().rowsFile, textOf(rows.slice(0, 2800).toReversed()));
  const thread = ReportThread.for(openRun({ manifest }), { bom: true })!;
  for (let row = 0; row < 1000; row++) thread.sawRow();
  return thread;
}

/** Resolves when the thread has written rows. */
async function isAhead(): Promise<void> {
  await vi.waitFor(async () => expect(await readdir(folder().path)).toContain("rows.csv.part"), { timeout: 60_000 });
}

async function filesIn(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path)).toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(path, name), "latin1")] as const)),
  );
}

/** Changes of the manifest for a large run of recorded answers, which has a second thread for `rows.csv`. */
const RECORDED: Partial<Manifest> = {
  counts: { ...begun.counts, planned: 50_000 },
  variants: begun.variants.map((variant) => ({ ...variant, identity: { provider: "recorded" } })),
};

test.each<[string, Partial<Manifest>]>([
  ["a run", {}],
  ["a large run of recorded answers", RECORDED],
])("threads that began during %s write the reports that are written at its end", async (_, changes) => {
  const thread = await started({ ...begun, ...changes });
  await isAhead();
  await appendFile(folder().rowsFile, textOf(rows.slice(2800)));
  const progress: ReportProgress[] = [];
  const end: Manifest = { ...ended, ...changes, counts: { ...ended.counts, ...changes.counts, completed: 3000 } };
  const written = await thread.written(end, (one) => void progress.push(one));

  await mkdir(join(results, "later"));
  await cp(folder().rowsFile, join(results, "later", "rows.jsonl"));
  const later = runFolder(results, "later");
  const expected = await writeReports(later, end, { bom: true });
  expect(await filesIn(folder().path)).toEqual(await filesIn(later.path));
  expect({ ...written, files: written!.files.length }).toEqual({ ...expected, files: expected.files.length });
  expect(progress.at(-1)).toMatchObject({ step: "files" });
});

test.each<[string, Partial<Manifest>]>([
  ["a run", {}],
  ["a large run of recorded answers", RECORDED],
])("a damaged row leaves the reports to %s, and no file that was begun", async (_, changes) => {
  const thread = await started({ ...begun, ...changes });
  await isAhead();
  await appendFile(folder().rowsFile, '{"trial":{"index":2800,"order":}}\n');
  expect(await thread.written({ ...ended, ...changes })).toBeNull();
  expect(await readdir(folder().path)).toEqual(["rows.jsonl"]);
});

test("a run that fails leaves no file that was begun", async () => {
  const thread = await started();
  await isAhead();
  await thread.close();
  expect(await readdir(folder().path)).toEqual(["rows.jsonl"]);
});

test("an error in the progress callback ends the reports", async () => {
  const thread = await started();
  const refuse = (): never => {
    throw new Error("no terminal");
  };
  await expect(thread.written(ended, refuse)).rejects.toThrow("no terminal");
  await thread.close();
  expect(await readdir(folder().path)).toEqual(["rows.jsonl"]);
});

test("an end that changes more than reports can take over leaves them to the run", async () => {
  const thread = await started();
  expect(await thread.written({ ...ended, name: "other" })).toBeNull();
  await thread.close();
});

test("no thread starts for a run that sends failed trials again", () => {
  expect(ReportThread.for(openRun(), { isRetry: true })).toBeNull();
});

test.each<[string, Partial<OpenRun>]>([
  ["people have labelled", { manifest: { ...begun, labels: [] } }],
  ["is a shard", { manifest: { ...begun, shard: { index: 1, of: 2, planned: 5000 } } }],
  ["leaves out variants of cases", { manifest: { ...begun, cases: { ...begun.cases, excluded: { "direct/m": 1 } } } }],
  ["measures latency", { manifest: { ...begun, latency: {} as never } }],
])("no thread starts for a run that %s", (_, changes) => {
  expect(ReportThread.for(openRun(changes), {})).toBeNull();
});
