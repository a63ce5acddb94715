import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type BenchmarkDefinition, checkBenchmark, type Scorer } from "@sameseed/core";
import { reportNotes } from "@sameseed/reporter";
import { fake, runFolder } from "@sameseed/runner";
import { equals } from "@sameseed/scorer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareBenchmark } from "../load/prepare-benchmark.ts";
import { planRun } from "../plan/plan-run.ts";
import { verifyRun } from "../verify/verify-run.ts";
import { runBenchmark } from "./run-benchmark.ts";

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), "sameseed-excluded-"));
});
afterEach(() => rm(out, { recursive: true, force: true }));

const asked: string[] = [];
beforeEach(() => void asked.splice(0));

function definition(more: Partial<BenchmarkDefinition> = {}): BenchmarkDefinition {
  const model = (id: string) =>
    fake(id, ({ case: testCase }) => {
      asked.push(`${id} ${testCase}`);
      return { text: id };
    });
  return {
    name: "excluded",
    cases: [
      { id: "all", vars: {}, expected: "a" },
      { id: "only-a", vars: {}, expected: "a", models: ["a"] },
      { id: "only-b", vars: {}, expected: "a", models: ["b"] },
      { id: "both", vars: {}, expected: "b", models: ["a", "b"] },
    ],
    prompts: [{ id: "p", text: "Say it." }],
    models: [model("a"), model("b"), model("c")],
    scorers: [equals()],
    ...more,
  };
}

test("only the variants that a case is for answer it; the run is complete and verifies", async () => {
  const finished = (await runBenchmark(definition(), { out, format: ["csv"] }))!;
  expect(asked.toSorted()).toEqual(["a all", "a both", "a only-a", "b all", "b both", "b only-b", "c all"]);
  const { manifest, variants, comparisons } = finished.report;
  expect(manifest.state).toBe("complete");
  expect(manifest.cases.excluded).toEqual({ "p/a": 1, "p/b": 1, "p/c": 3 });
  expect(variants.map(({ variant, trials }) => `${variant} ${trials}`)).toEqual(["p/a 3", "p/b 3", "p/c 1"]);
  expect(comparisons.map(({ b, result }) => `${b} n=${result.n} ${result.estimate}`)).toEqual([
    "p/b n=2 0",
    "p/c n=1 -1",
  ]);
  expect(comparisons[0]!.fairness.reasons).toContain(
    "2 trials of only one variant (1 of p/a, 1 of p/b): only shared trials are compared",
  );
  expect(reportNotes(finished.report)).toContain(
    "Some cases are not for all variants: p/a answers 3 of 4 cases, p/b answers 3 of 4 cases, p/c answers 1 of 4 cases. Each mean is over the cases that the variant answers; comparisons use only the cases that both variants answer.",
  );
  const folder = runFolder(dirname(finished.folder), basename(finished.folder));
  expect(await verifyRun(folder, definition())).toMatchObject({ differences: [], rows: 7 });
  const text = await readFile(folder.manifestFile, "utf8");
  const tampered = JSON.parse(text.replace('"p/c": 3', '"p/c": 2'));
  const { writeFile } = await import("node:fs/promises");
  await writeFile(folder.manifestFile, JSON.stringify(tampered));
  expect((await verifyRun(folder)).differences).toContainEqual(
    expect.objectContaining({ where: "cases.excluded of p/c", stored: 2, recomputed: 3 }),
  );
});

test("a stopped run resumes with the remaining trials and judges each block once", async () => {
  let seen = 0;
  const block: Scorer = {
    name: "best",
    scoreBlock: async ({ answers }) => {
      seen++;
      return answers.map((_, place) => ({ value: place === 0 ? 1 : 0 }));
    },
  };
  const stop = new AbortController();
  const first = (await runBenchmark(definition({ scorers: [equals(), block] }), {
    out,
    concurrency: 1,
    stop: stop.signal,
    onRow: () => stop.abort(),
    format: [],
  }))!;
  expect(first.report.manifest.state).toBe("stopped");
  const before = asked.length;
  const rest = (await runBenchmark(definition({ scorers: [equals(), block] }), { out, resume: true, format: [] }))!;
  expect(rest.report.manifest).toMatchObject({ state: "complete", counts: { completed: 7 } });
  expect([before > 0, asked.length, seen]).toEqual([true, 7, 4]);
});

test("filters leave out cases that no remaining variant answers; plans count the sent trials", async () => {
  const whole = await prepareBenchmark(definition());
  expect(await planRun(whole)).toMatchObject({ requests: 7, cases: 4 });
  const benchmark = await prepareBenchmark(definition(), { selection: { filterModels: "^[bc]$" } });
  expect(await checkBenchmark(benchmark)).toMatchObject({ count: 3, excluded: { "p/c": 2 } });
});

test("a sequential run is refused where some cases are for some variants only", async () => {
  const cases = Array.from({ length: 200 }, (_, number) => ({
    id: `c${number}`,
    vars: {},
    expected: "a",
    ...(number % 4 === 0 && { models: ["a", "b"] }),
  }));
  const run = runBenchmark(definition({ cases }), { out, sequential: {}, format: [] } as never);
  await expect(run).rejects.toThrow("needs every case for every variant; some cases are for some variants only.");
});

test.each([
  [{ id: "x", vars: {}, models: ["nobody"] }, "UNKNOWN_ID", 'There is no model of case "x" "nobody".'],
  [{ id: "x", vars: {}, prompts: ["q"] }, "UNKNOWN_ID", 'There is no prompt of case "x" "q".'],
])("a case that names an unknown prompt or model is an error: %j", async (testCase, code, message) => {
  await expect(prepareBenchmark(definition({ cases: [testCase] }))).rejects.toThrow(
    expect.objectContaining({ code, message }),
  );
});

test("a case that no variant answers is an error", async () => {
  const listed = definition({
    variants: [
      { prompt: "p", model: "a" },
      { prompt: "q", model: "b" },
    ],
  });
  const prompts = [
    { id: "p", text: "P" },
    { id: "q", text: "Q" },
  ];
  const cases = [{ id: "x", vars: {}, expected: "a", prompts: ["q"], models: ["a"] }];
  const benchmark = await prepareBenchmark({ ...listed, prompts, cases });
  await expect(checkBenchmark(benchmark)).rejects.toThrow('inline, case "x": no variant answers it.');
});
