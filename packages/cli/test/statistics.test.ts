import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { findRun } from "@sameseed/runner";
import { expect, test } from "vitest";
import { compareTwoRuns } from "@sameseed/pipeline/compare";
import {
  equals,
  type Manifest,
  type RunBenchmarkOptions,
  runBenchmark,
  simulated,
  type SimulatedOptions,
} from "sameseed";
import { sameseed } from "./hosted-sameseed.ts";
import { folderWith } from "./sameseed.ts";

/** Three prompts of known worth on one simulated model: the second is better, the third worse. */
const SIMULATED = `
  import { defineBenchmark, equals, simulated } from "sameseed";
  export default defineBenchmark({
    name: "known",
    seed: 5,
    cases: Array.from({ length: 400 }, (_, index) => ({ id: "c" + index, vars: { index }, expected: "correct" })),
    prompts: [
      { id: "plain", text: "Case {{index}}" },
      { id: "good", text: "Case {{index}}, step by step" },
      { id: "bad", text: "Case {{index}}, in a hurry" },
    ],
    models: [simulated("m", { promptEffects: { "step by step": 1.5, hurry: -1.5 }, latencyMs: Number(process.env.LATENCY ?? 0) })],
    scorers: [equals()],
  });
`;

interface Lines {
  readonly manifest: Manifest;
  readonly files: Readonly<Record<string, string>>;
}

async function onlyRun(folder: string): Promise<Lines> {
  const [id] = await readdir(join(folder, "results"));
  const run = join(folder, "results", id!);
  const names = await readdir(run);
  const texts = await Promise.all(names.map((name) => readFile(join(run, name), "utf8")));
  const files = Object.fromEntries(names.map((name, place) => [name, texts[place]!]));
  return { manifest: JSON.parse(files["manifest.json"]!) as Manifest, files };
}

/** rows.csv without times. */
function withoutTimes(csv: string): string[] {
  const [head = "", ...lines] = csv.trimEnd().split("\r\n");
  const columns = head.split(",");
  const timed = ["latency_ms", "ttft_ms", "started_at", "run_id"].map((name) => columns.indexOf(name));
  return lines.map((line) =>
    line
      .split(",")
      .filter((_, place) => !timed.includes(place))
      .join(","),
  );
}

interface Variation extends SimulatedOptions {
  readonly cases?: number;
  readonly repeats?: number;
  readonly number?: number;
}

/** Two prompts, the second worth `effect` in log-odds, run in this process. */
function simulatedRun(
  out: string,
  { cases = 200, repeats = 1, number = 1, ...model }: Variation,
  options: RunBenchmarkOptions = {},
) {
  return runBenchmark(
    {
      name: "two",
      seed: number,
      repeats,
      cases: Array.from({ length: cases }, (_, place) => ({ id: `${number}-${place}`, vars: {}, expected: "correct" })),
      prompts: [
        { id: "a", text: "Plain." },
        { id: "b", text: "With care." },
      ],
      models: [simulated("m", model)],
      scorers: [equals()],
    },
    { out, ...options },
  );
}

test("a sequential run stops at the same case and writes the same reports at any concurrency", async () => {
  const runs = await Promise.all(
    ["1", "16"].map(async (concurrency) => {
      await using folder = await folderWith({ "benchmark.ts": SIMULATED });
      const { code, stdout } = await sameseed(
        ["run", "benchmark.ts", "--sequential", "-j", concurrency, "--no-progress-bar"],
        { cwd: folder.path, env: { LATENCY: "2" } },
      );
      expect(code).toBe(0);
      return { stdout, ...(await onlyRun(folder.path)) };
    }),
  );
  const [slow, fast] = runs as [(typeof runs)[number], (typeof runs)[number]];
  const stoppedAt = slow.manifest.sequential!.stoppedAt!;
  expect(stoppedAt).toBeGreaterThanOrEqual(50);
  expect(stoppedAt).toBeLessThan(400);
  expect(slow.manifest).toMatchObject({
    state: "complete",
    sequential: { alpha: 0.05, metric: "score", method: "group sequential", plannedCases: 400 },
  });
  expect(fast.manifest.sequential).toEqual(slow.manifest.sequential);
  expect(fast.files["comparisons.csv"]).toBe(slow.files["comparisons.csv"]);
  expect(withoutTimes(fast.files["rows.csv"]!)).toEqual(withoutTimes(slow.files["rows.csv"]!));
  expect(withoutTimes(slow.files["rows.csv"]!)).toHaveLength(3 * stoppedAt);

  // No value that holds for one look only is printed.
  const [head, good, bad] = slow.files["comparisons.csv"]!.split("\r\n").map((line) => line.split(","));
  const cell = (line: string[] | undefined, name: string) => line![head!.indexOf(name)];
  for (const line of [good, bad]) {
    expect(cell(line, "method")).toBe("group sequential");
    expect(cell(line, "test")).toBe("group sequential");
    expect(Number(cell(line, "ci_level"))).toBeCloseTo(0.975, 12);
    expect(Number(cell(line, "n"))).toBe(stoppedAt);
  }
  expect([cell(good, "verdict"), cell(bad, "verdict")]).toEqual(["better", "worse"]);
  expect(slow.files["factors.csv"]!.trim().split("\r\n")).toHaveLength(1);
  expect(slow.files["summary.csv"]).not.toContain("Wilson");
  expect(slow.stdout).toContain(`the rule ended the run after ${stoppedAt} of 400 cases`);
  expect(slow.stdout).not.toContain("interval]");
});

test("a stopped sequential run keeps its rule when it is resumed without the flag, and sends no request after its end", async () => {
  await using folder = await folderWith({});
  const effect = { promptEffects: { care: 1.2 }, cases: 400 };
  const whole = (await simulatedRun(join(folder.path, "whole"), effect, { sequential: true }))!.report.manifest
    .sequential!;

  const out = join(folder.path, "killed");
  const stop = new AbortController();
  let rows = 0;
  const onRow = () => void (++rows === 61 && stop.abort());
  const first = (await simulatedRun(out, effect, { sequential: true, stop: stop.signal, onRow, concurrency: 5 }))!;
  expect(first.report.manifest).toMatchObject({ state: "stopped", sequential: { stoppedAt: null } });
  const second = (await simulatedRun(out, effect, { resume: true, concurrency: 3 }))!;
  expect(second.report.manifest).toMatchObject({ state: "complete", sequential: whole });

  let asked = 0;
  const third = (await simulatedRun(out, effect, { resume: second.report.manifest.runId, onRow: () => void asked++ }))!;
  expect(asked).toBe(0);
  expect(third.report).toEqual({
    ...second.report,
    manifest: {
      ...second.report.manifest,
      endedAt: third.report.manifest.endedAt,
      tool: third.report.manifest.tool,
      concurrency: 8,
    },
  });
});

test("a rule cannot be declared after the first answers", async () => {
  await using folder = await folderWith({});
  const stop = new AbortController();
  await simulatedRun(folder.path, {}, { stop: stop.signal, onRow: () => stop.abort() });
  await expect(simulatedRun(folder.path, {}, { resume: true, sequential: true })).rejects.toThrow(
    "was started without `sequential`",
  );
});

/** Four prompts on one simulated model; "With care." is by far the best. */
function prunedRun(out: string, options: RunBenchmarkOptions) {
  const texts = ["Plain.", "With care.", "In a hurry.", "At random."];
  return runBenchmark(
    {
      name: "four",
      seed: 3,
      cases: Array.from({ length: 200 }, (_, place) => ({ id: `c${place}`, vars: {}, expected: "correct" })),
      prompts: texts.map((text) => ({ id: text.split(" ").at(-1)!.replace(".", ""), text })),
      models: [simulated("m", { promptEffects: { care: 2, hurry: -2, random: -2 } })],
      scorers: [equals()],
    },
    { out, ...options },
  );
}

test("a pruned run drops worse variants at the same case at any concurrency and after any stop, and is complete", async () => {
  await using folder = await folderWith({});
  const slow = (await prunedRun(join(folder.path, "slow"), { prune: true, concurrency: 1 }))!.report;
  const { pruned = [], stoppedAt, endedBy } = slow.manifest.sequential!;
  expect({ endedBy, state: slow.manifest.state }).toEqual({ endedBy: "one variant left", state: "complete" });
  expect(pruned.map(({ by }) => by)).toEqual(["care/simulated:m", "care/simulated:m", "care/simulated:m"]);
  expect(slow.recommendation).toMatchObject({ top: "care/simulated:m", best: ["care/simulated:m"] });
  expect(slow.variants.find(({ variant }) => variant === "hurry/simulated:m")!.trials).toBe(
    pruned.find(({ variant }) => variant === "hurry/simulated:m")!.at,
  );
  expect(slow.manifest.counts.completed).toBeLessThan(4 * stoppedAt!);

  const out = join(folder.path, "stopped");
  const stop = new AbortController();
  let rows = 0;
  await prunedRun(out, {
    prune: true,
    stop: stop.signal,
    concurrency: 16,
    onRow: () => void (++rows === 60 && stop.abort()),
  });
  const second = (await prunedRun(out, { resume: true, concurrency: 7 }))!.report;
  expect(second.manifest.sequential).toEqual(slow.manifest.sequential);
  expect(second.comparisons).toEqual(slow.comparisons);
});

test.each([
  [{ prune: true, queue: { url: "redis://127.0.0.1:1" } }, "`prune` does not work over a queue"],
  [{ detect: 0.05 }, "`detect` is the planned difference of a sequential run"],
  [{ prune: true, detect: 0.05 }, "`detect` is the planned difference of a sequential run"],
])("refuses an impossible rule before a request: %j", async (options, message) => {
  await using folder = await folderWith({});
  await expect(prunedRun(folder.path, options)).rejects.toThrow(message);
});

test("a split holds out cases, --holdout uses only these, and each such run is a look", async () => {
  await using folder = await folderWith({ "known.ts": SIMULATED });
  const run = (...rest: string[]) => sameseed([...rest, "--no-progress-bar"], { cwd: folder.path });
  expect(await run("run", "known.ts", "--holdout")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("known.ts has no split: known.split.json does not exist."),
  });
  const made = await sameseed(["split", "known.ts", "--share", "0.1"], { cwd: folder.path });
  const [, heldOut = "0"] = /^Held out (\d+) of 400 cases\./.exec(made.stdout) ?? [];
  expect(Number(heldOut)).toBeGreaterThan(20);
  expect((await sameseed(["split", "known.ts"], { cwd: folder.path })).stderr).toContain("is split already");
  const [first, second, tuned] = [
    await run("run", "known.ts", "--holdout", "--out", "one"),
    await run("run", "known.ts", "--holdout", "--out", "two"),
    await run("run", "known.ts", "--filter-prompts", "plain", "--out", "tuned"),
  ];
  expect([first.code, second.code, tuned.code]).toEqual([0, 0, 0]);
  expect(first.stdout).toContain("the first look at them");
  expect(second.stdout).toContain("Held-out cases: this is look 2");
  expect(first.stdout).toContain(`${heldOut} cases`);
  expect(tuned.stdout).toContain(`${400 - Number(heldOut)} cases`);
  const split = JSON.parse(await readFile(join(folder.path, "known.split.json"), "utf8")) as { looks: unknown[] };
  expect(split.looks).toHaveLength(2);
});

test("two variants are not pruned", async () => {
  await using folder = await folderWith({});
  await expect(simulatedRun(folder.path, {}, { prune: true })).rejects.toThrow(
    "3 or more variants; this benchmark has 2",
  );
});

test("a case counts after all its repeats; means of repeats are decided at the declared looks too", async () => {
  await using folder = await folderWith({});
  const { report } = (await simulatedRun(
    folder.path,
    { promptEffects: { care: 2 }, cases: 150, repeats: 3 },
    { sequential: true, concurrency: 7 },
  ))!;
  const { stoppedAt, method } = report.manifest.sequential!;
  expect(method).toBe("group sequential");
  expect(stoppedAt).toBeLessThan(150);
  expect(report.comparisons[0]!.result).toMatchObject({
    n: stoppedAt,
    table: null,
    methods: { interval: "group sequential", p: "group sequential" },
  });
  expect(report.comparisons[0]!.suiteInterval).toBeNull();
  expect(report.variants.map(({ trials }) => trials)).toEqual([3 * stoppedAt!, 3 * stoppedAt!]);
});

test("answers after a rule's decision are not compared with another run either", async () => {
  await using folder = await folderWith({});
  const { report, folder: path } = (await simulatedRun(
    folder.path,
    { promptEffects: { care: 2 } },
    { sequential: true, concurrency: 16 },
  ))!;
  const run = await findRun(folder.path, path);
  const { comparisons } = await compareTwoRuns([run, run], { force: true });
  const { stoppedAt } = report.manifest.sequential!;
  expect(comparisons.map(({ result }) => result.n)).toEqual([stoppedAt, stoppedAt]);
});

test("without a difference the rule lets the run continue to its end", async () => {
  await using folder = await folderWith({});
  const { report } = (await simulatedRun(folder.path, { cases: 100 }, { sequential: true }))!;
  expect(report.manifest).toMatchObject({ state: "complete", sequential: { stoppedAt: null, method: null } });
  expect(report.comparisons[0]!.result.methods.interval).toBe("group sequential");
});

test.each([
  ["fewer than 50 cases", { cases: "[{id: a, vars: {}}]" }, "--sequential needs 50 cases; this run has 1."],
  ["one variant", { models: "[{id: m, model: simulated}]" }, "--sequential compares variants; this benchmark has one."],
  ["clusters", { cluster: "cluster: group, " }, "--sequential needs independent cases"],
])(
  "refuses --sequential with %s",
  async (_, { cases, models, cluster = "" }: { cases?: string; models?: string; cluster?: string }, message) => {
    const yaml = `name: s
cases: ${cases ?? `{file: cases.csv, ${cluster}id: id}`}
prompts: [{id: p, text: hello}]
models: ${models ?? "[{id: m, model: simulated}, {id: n, model: simulated, ability: 1}]"}
scorers: [{equals: {expected: correct}}]
`;
    const csv = ["id,group", ...Array.from({ length: 60 }, (_, place) => `c${place},g${place % 30}`)].join("\n");
    await using folder = await folderWith({ "benchmark.yaml": yaml, "cases.csv": csv });
    const { code, stderr } = await sameseed(["run", "benchmark.yaml", "--sequential"], { cwd: folder.path });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(await readdir(folder.path)).not.toContain("results");
  },
);

test("compare reads a sequential run by its sequence, and refuses to compare it with another run", async () => {
  await using folder = await folderWith({ "benchmark.ts": SIMULATED });
  const at = { cwd: folder.path };
  await sameseed(["run", "benchmark.ts", "--sequential", "--no-progress-bar"], at);
  const { stdout } = await sameseed(["compare", "latest", "--all-pairs", "--json"], at);
  const { comparisons } = JSON.parse(stdout) as {
    comparisons: { adjustment: string; result: { alpha: number; methods: object } }[];
  };
  expect(comparisons).toHaveLength(3);
  for (const { adjustment, result } of comparisons) {
    expect(adjustment).toBe("alpha / m");
    expect(result.alpha).toBeCloseTo(0.05 / 3, 12);
    expect(result.methods).toEqual({ interval: "group sequential", p: "group sequential" });
  }
  const refused = await sameseed(["compare", "latest", "latest"], at);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("ended early by its sequential rule");
});

test("simulated benchmarks without a difference rarely claim one; a large difference is found", async () => {
  await using folder = await folderWith({});
  const verdicts = async (model: Variation) => {
    const found: (string | null)[] = [];
    for (let number = 1; number <= 20; number++)
      found.push((await simulatedRun(folder.path, { ...model, number, cases: 100 }))!.report.comparisons[0]!.verdict);
    return found;
  };
  const claims = (await verdicts({})).filter((verdict) => verdict === "better" || verdict === "worse");
  expect(claims.length).toBeLessThanOrEqual(4); // P(Bin(20, 0.05) > 4) = 0.3 %
  expect(new Set(await verdicts({ promptEffects: { care: 4 } }))).toEqual(new Set(["better"]));
});

test("failures, truncation and drift of simulated models reach the report", async () => {
  await using folder = await folderWith({});
  const { report } = (await simulatedRun(folder.path, {
    failureRate: 0.2,
    truncationRate: 0.2,
    fingerprints: ["fp_1", "fp_2"],
  }))!;
  const [comparison] = report.comparisons;
  expect(report.variants.every(({ failed, truncated }) => failed > 20 && truncated > 15)).toBe(true);
  expect(comparison!.fairness.reasons).toContain(`the backend changed within ${comparison!.a}: 2 system fingerprints`);
  expect(comparison!.bounds!.hi - comparison!.bounds!.lo).toBeGreaterThan(0.3);
  expect(Object.keys(comparison!.backend!.pairs)).toContain("fp_1 / fp_1");
});

const PLANNED = `name: planned
cases: cases.csv
prompts: [{id: a, text: "<|endoftext|> {{q}}"}, {id: b, text: "Say {{q}} twice"}]
models: [{id: m, model: "openai:some", baseUrl: "http://127.0.0.1:9/v1", params: {maxTokens: 50}}]
scorers: [{equals: {expected: correct}}]
`;
const PLANNED_CASES = ["id,q", ...Array.from({ length: 471 }, (_, place) => `c${place},hello`)].join("\n");

test("plan prints the cost and the power of a run, and sends nothing", async () => {
  await using folder = await folderWith({ "benchmark.yaml": PLANNED, "cases.csv": PLANNED_CASES });
  const { code, stdout, stderr } = await sameseed(
    ["plan", "benchmark.yaml", "--discordance", "0.15", "--detect", "0.05"],
    { cwd: folder.path },
  );
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toContain("planned: 471 cases × 2 variants × 1 repeat = 942 requests");
  expect(stdout).toContain("price unknown");
  expect(stdout).toMatch(/total +942 .* at most 47,100/);
  expect(stdout).toMatch(/15 % +5 points +469 +938/); // Connor 1987: 468.5 pairs
  expect(await readdir(folder.path)).not.toContain("results");
});

test("plan uses a pilot: the variances, and whether more cases or repeats are worthwhile", async () => {
  await using folder = await folderWith({ "benchmark.ts": SIMULATED.replace("seed: 5", "seed: 5, repeats: 3") });
  const at = { cwd: folder.path };
  await sameseed(["run", "benchmark.ts", "-n", "60", "--no-progress-bar"], at);
  const { stdout } = await sameseed(["plan", "benchmark.ts", "--pilot", "latest", "--detect", "0.05", "--json"], at);
  const plan = JSON.parse(stdout) as {
    pilot: object;
    scenarios: { variant: string; advice: string; power: { repeats: number; cases: number; noiseShare: number }[] }[];
  };
  expect(plan.pilot).toMatchObject({ cases: 60, repeats: 3 });
  expect(plan.scenarios.map(({ variant }) => variant)).toEqual(["good/simulated:m", "bad/simulated:m"]);
  for (const { advice, power } of plan.scenarios) {
    expect(power.map(({ repeats }) => repeats)).toEqual([1, 2, 3, 4, 8]);
    for (const [place, { cases, noiseShare }] of power.entries()) {
      if (place > 0) expect(cases).toBeLessThanOrEqual(power[place - 1]!.cases);
      if (place > 0) expect(noiseShare).toBeLessThanOrEqual(power[place - 1]!.noiseShare);
    }
    expect(advice).toBe("more repeats"); // luck is uncoupled: most of the variance is sampling noise
  }
});

const RECORDED = join(import.meta.dirname, "../../../../shared/data");

test.skipIf(!existsSync(RECORDED))(
  "every pair of the recorded GSM8K models: counts, and Holm over all pairs (needs ../shared/data)",
  async () => {
    const models = [
      "Qwen2-7B-Instruct",
      "Mistral-Nemo-Instruct-2407",
      "Phi-3.5-mini-instruct",
      "Mixtral-8x7B-Instruct-v0.1",
    ];
    const yaml = `name: gsm8k
cases: {file: ${RECORDED}/gsm8k/test.jsonl, id: "gsm8k-main-test-#{{$index}}"}
prompts: [{id: recorded, text: "{{question}}"}]
models: [${models.map((name) => `{id: ${name}, model: recorded, file: ${RECORDED}/zeroeval/gsm/${name}.jsonl.gz}`).join(", ")}]
scorers: [{numeric: {expected: "{{answer}}"}}]
`;
    await using folder = await folderWith({ "benchmark.yaml": yaml });
    const at = { cwd: folder.path };
    await sameseed(["run", "benchmark.yaml", "--no-progress-bar"], at);
    const { stdout } = await sameseed(["compare", "latest", "--all-pairs", "--json"], at);
    const { comparisons } = JSON.parse(stdout) as {
      comparisons: {
        a: string;
        b: string;
        adjustment: string;
        verdict: string;
        result: { p: number; pAdjusted: number; table: { b: number; c: number } };
      }[];
    };
    const { files } = await onlyRun(folder.path);
    const passes = new Map<string, boolean>();
    for (const line of files["rows.jsonl"]!.trimEnd().split("\n")) {
      const { trial, scores } = JSON.parse(line) as {
        trial: { variant: string; case: { id: string } };
        scores: Record<string, { value: number }>;
      };
      passes.set(`${trial.variant}|${trial.case.id}`, scores["numeric"]!.value === 1);
    }
    const ids = Array.from({ length: 1319 }, (_, place) => `gsm8k-main-test-#${place}`);
    for (const { a, b, adjustment, result } of comparisons) {
      const only = (one: string, other: string) =>
        ids.filter((id) => passes.get(`${one}|${id}`) && !passes.get(`${other}|${id}`)).length;
      expect([result.table.b, result.table.c]).toEqual([only(a, b), only(b, a)]);
      expect(adjustment).toBe("Holm");
    }
    const sorted = comparisons.map(({ result }) => result).toSorted((left, right) => left.p - right.p);
    let least = 0;
    for (const [place, { p, pAdjusted }] of sorted.entries()) {
      least = Math.max(least, Math.min(1, (6 - place) * p));
      expect(pAdjusted).toBeCloseTo(least, 12);
    }
    expect(comparisons.filter(({ verdict }) => verdict === "worse").map(({ b }) => b)).toEqual(
      Array(3).fill("recorded/Mixtral-8x7B-Instruct-v0.1"),
    );
  },
);
