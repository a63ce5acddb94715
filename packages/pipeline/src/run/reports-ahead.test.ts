import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { BenchmarkDefinition } from "@sameseed/core";
import { fake, readManifest, runFolder } from "@sameseed/runner";
import { contains, llmRubric } from "@sameseed/scorer";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startThread } from "../reports/start-thread.ts";
import * as reports from "../reports/write-reports.ts";
import { runBenchmark } from "./run-benchmark.ts";
import type { FinishedRun, RunBenchmarkOptions } from "./run-options.ts";

vi.mock("node:os", async (original) => ({ ...(await original<object>()), availableParallelism: () => 2 }));
vi.mock("../reports/expected-time.ts", async (original) => ({ ...(await original<object>()), FEWEST_AHEAD: 1200 }));
vi.mock("../reports/start-thread.ts", { spy: true });
vi.mock("../reports/write-reports.ts", { spy: true });

const CASES = Array.from({ length: 600 }, (_, number) => ({ id: `c${number}`, vars: { word: `word ${number % 7}` } }));

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), "sameseed-ahead-"));
  vi.mocked(reports.writeReports).mockClear();
});
afterEach(() => rm(out, { recursive: true, force: true }));

function run(options: RunBenchmarkOptions = {}, changes: Partial<BenchmarkDefinition> = {}) {
  return runBenchmark(
    {
      name: "ahead",
      cases: CASES,
      prompts: [
        { id: "p", text: "{{word}}" },
        { id: "q", text: "Again: {{word}}" },
      ],
      models: [fake("m", ({ messages }) => String(messages[0]!.content))],
      scorers: [contains({ expected: "3" })],
      ...changes,
    },
    { out, concurrency: 64, ...options },
  );
}

async function reportsIn(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path)).filter((name) => !["manifest.json", "rows.jsonl"].includes(name)).toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(path, name), "latin1")] as const)),
  );
}

/** Options of a run that is stopped when this many rows are stored. */
function stoppedAfter(rows: number): RunBenchmarkOptions {
  const controller = new AbortController();
  let left = rows;
  return { stop: controller.signal, onRow: () => void (--left === 0 && controller.abort()) };
}

test.each<[string, RunBenchmarkOptions, string]>([
  ["all answers", {}, "complete"],
  ["1,100 answers", stoppedAfter(1100), "stopped"],
])("a thread writes the reports of %s", async (_, options, state) => {
  await expectAhead((await run(options))!, state);
});

async function expectAhead(finished: FinishedRun, state: string): Promise<void> {
  expect(reports.writeReports).not.toHaveBeenCalled();
  const ahead = await reportsIn(finished.folder);
  const folder = runFolder(dirname(finished.folder), basename(finished.folder));
  const written = await reports.writeReports(folder, await readManifest(folder));
  expect(await reportsIn(folder.path)).toEqual(ahead);
  expect(finished).toMatchObject({ report: written.report, failing: written.failing, files: written.files });
  expect(finished.report.manifest.state).toBe(state);
}

test("a thread writes the reports of a run that is resumed", async () => {
  const stopped = (await run(stoppedAfter(100)))!;
  vi.mocked(reports.writeReports).mockClear(); // fewer rows than a thread waits for
  await expectAhead((await run({ resume: basename(stopped.folder) }))!, "complete");
});

test("a thread writes the reports of a run with a judge", async () => {
  const judge = fake("j", '{"pass": true, "reason": "It is clear."}');
  const scorers = [llmRubric({ rubric: "The answer is clear." })];
  await expectAhead((await run({}, { judge, scorers }))!, "complete");
});

test("a thread gets a model whose identity has a function", async () => {
  const identity = { provider: "own", adapt: (text: string) => text };
  const model = { ...fake("m", "word 3"), identity };
  await expectAhead((await run({}, { models: [model] }))!, "complete");
});

test("a process that may start no more threads writes the reports itself", async () => {
  vi.mocked(startThread).mockImplementationOnce(() => null);
  expect(await readdir((await run())!.folder)).toContain("rows.csv");
  expect(reports.writeReports).toHaveBeenCalledOnce();
});

test("a run whose thread fails writes its reports itself", async () => {
  vi.mocked(startThread).mockImplementationOnce(
    () => new Worker("throw new Error('This thread fails, as one without memory does.')", { eval: true }),
  );
  const { folder, report } = (await run())!;
  expect(reports.writeReports).toHaveBeenCalledOnce();
  expect(report.manifest.counts.completed).toBe(1200);
  expect(await readdir(folder)).toContain("rows.csv");
});

test("a smaller run starts no thread", async () => {
  vi.mocked(startThread).mockClear();
  const { folder } = (await run({}, { cases: CASES.slice(1) }))!;
  expect(startThread).not.toHaveBeenCalled();
  expect(await readdir(folder)).toContain("rows.csv");
});
