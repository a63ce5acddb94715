import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest, Row } from "@sameseed/core";
import { findRun } from "@sameseed/runner";
import { describe, expect, test } from "vitest";
import { loadBenchmark } from "@sameseed/pipeline/load";
import { verifyRun } from "@sameseed/pipeline/verify";
import { sameseed } from "./hosted-sameseed.ts";
import { type OpenaiServer, openaiServer, type Reply, type SeenRequest } from "./openai-server.ts";
import { folderWith, startSameseed } from "./sameseed.ts";

const CASES = 30;
const CASES_CSV = `id,n\n${Array.from({ length: CASES }, (_, number) => `c${number},${number}`).join("\n")}\n`;
const KEY = "sk-canary-0123456789";

interface Parts {
  readonly scorers: string;
  readonly judge?: string;
  readonly extra?: string;
}

/** Two prompts on one model, and a judge on the same server. */
function yaml(
  url: string,
  { scorers, judge = `{model: "openai:judge", baseUrl: "${url}"}`, extra = "" }: Parts,
): string {
  return `name: judged
seed: 5
cases: cases.csv
prompts: [{id: a, text: "{{n}}"}, {id: b, text: "say {{n}}"}]
models: [{id: m, model: "openai:m", baseUrl: "${url}"}]
judge: ${judge}
scorers:
${scorers}
${extra}`;
}

const RUBRIC = `  - llm-rubric: {rubric: "It names {{n}}."}`;
const BATTLE = `${RUBRIC}
  - pairwise
  - select-best: {criteria: "short"}`;

const isJudge = ({ body }: SeenRequest): boolean => body.model === "judge";
const textOf = ({ body }: SeenRequest): string => body.messages.map(({ content }) => content).join("\n");
const keyOf = (request: SeenRequest): string => `${request.body.model}|${textOf(request)}|${request.body.seed}`;

/** Prefers the output of "say", and grades by it: a fixed function of the request. */
function verdictOn(text: string): string {
  const isSaid = (answer: string | undefined): boolean => answer?.includes("say") ?? false;
  if (text.includes("<answer-A>")) {
    const [a, b] = ["A", "B"].map((letter) => new RegExp(`<answer-${letter}>\\n(.*)`).exec(text)?.[1]);
    return JSON.stringify({ reason: "it says more", winner: isSaid(a) === isSaid(b) ? "tie" : isSaid(a) ? "A" : "B" });
  }
  if (text.includes("<answer-1>")) {
    const first = /<answer-1>\n(.*)/.exec(text)?.[1];
    return JSON.stringify({ reason: "it says more", best: isSaid(first) ? 1 : 2 });
  }
  return JSON.stringify({ reason: "as asked", pass: true, score: isSaid(text.split("<answer>")[1]) ? 1 : 0.5 });
}

function answering(reply: (request: SeenRequest, number: number) => Reply | undefined = () => undefined) {
  return (request: SeenRequest, number: number): Reply =>
    reply(request, number) ?? (isJudge(request) ? verdictOn(textOf(request)) : `echo ${textOf(request)}`);
}

interface Ran extends AsyncDisposable {
  readonly path: string;
  readonly server: OpenaiServer;
  start(...flags: string[]): ReturnType<typeof startSameseed>;
  run(...flags: string[]): ReturnType<typeof sameseed>;
  rows(): Promise<Row[]>;
  manifest(): Promise<Manifest>;
  folder(): Promise<string>;
  asked(model: "m" | "judge"): SeenRequest[];
}

async function judgedFolder(
  parts: Parts,
  reply = answering(),
  latencyMs: (number: number) => number = () => 4,
): Promise<Ran> {
  const server = await openaiServer({ reply, latencyMs });
  const folder = await folderWith({ "cases.csv": CASES_CSV, "benchmark.yaml": yaml(server.url, parts) });
  const at = { cwd: folder.path, env: { OPENAI_API_KEY: KEY } };
  const args = (flags: readonly string[]): string[] => [
    "run",
    "benchmark.yaml",
    "--no-progress-bar",
    "-j",
    "4",
    ...flags,
  ];
  const runFolder = async (): Promise<string> =>
    join(folder.path, "results", (await readdir(join(folder.path, "results")))[0]!);
  return {
    path: folder.path,
    server,
    start: (...flags) => startSameseed(args(flags), at),
    run: (...flags) => sameseed(args(flags), at),
    folder: runFolder,
    manifest: async () => JSON.parse(await readFile(join(await runFolder(), "manifest.json"), "utf8")) as Manifest,
    async rows() {
      const text = await readFile(join(await runFolder(), "rows.jsonl"), "utf8");
      const rows = text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Row);
      return [...new Map(rows.map((row) => [row.trial.index, row])).values()].toSorted(
        (left, right) => left.trial.index - right.trial.index,
      );
    },
    asked: (model) => server.requests.filter(({ body }) => body.model === model),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe("a judged run", () => {
  test("sends judge requests within the limits of the model on the same server, and stores the answers", async () => {
    await using ran = await judgedFolder({ scorers: BATTLE });
    const { code, stderr } = await ran.run();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(ran.server.mostInFlight()).toBeLessThanOrEqual(4);
    expect(ran.server.mostInFlight()).toBeGreaterThan(1);
    expect(ran.asked("m")).toHaveLength(2 * CASES);

    const rows = await ran.rows();
    expect(rows.map(({ scores }) => scores["llm-rubric"]!.value)).toEqual(
      rows.map(({ trial }) => (trial.prompt === "b" ? 1 : 0.5)),
    );
    expect(rows.map(({ scores }) => scores["pairwise"]!.value)).toEqual(
      rows.map(({ trial }) => (trial.prompt === "b" ? 1 : 0.5)),
    );
    expect(rows.map(({ scores }) => scores["select-best"]!.value)).toEqual(
      rows.map(({ trial }) => (trial.prompt === "b" ? 1 : 0)),
    );
    expect(existsJournal(await readdir(await ran.folder()))).toBe(false);

    for (const [key, requests] of Object.entries(Object.groupBy(ran.asked("judge"), keyOf)))
      expect({ key, count: requests!.length }).toEqual({ key, count: 1 });
    expect(ran.asked("judge").map(({ body }) => body.temperature)).toEqual(ran.asked("judge").map(() => 0));
    const formats = ran.asked("judge").map(({ body }) => (body["response_format"] as { type: string }).type);
    expect(new Set(formats)).toEqual(new Set(["json_schema"]));
  });

  test("gives all variants of a case the judge's own seed, and a retest another", async () => {
    await using ran = await judgedFolder({ scorers: RUBRIC.replace("}", "}").replace('."}', '.", retest: 1}') });
    expect((await ran.run()).code).toBe(0);
    const rows = await ran.rows();
    const seedsOf = (row: Row) =>
      row.scores["llm-rubric"]!.judgement!.calls.map(({ purpose, seed }) => [purpose, seed]);
    for (let block = 0; block < CASES; block++)
      expect(seedsOf(rows[2 * block]!)).toEqual(seedsOf(rows[2 * block + 1]!));
    expect(new Set(rows.flatMap(seedsOf).map(String)).size).toBe(2 * CASES);
    expect(rows[0]!.trial.seed).not.toBe(seedsOf(rows[0]!)[0]![1]);
    expect((await ran.manifest()).judges).toMatchObject([
      { id: "openai:judge", params: { temperature: 0 }, scorers: ["llm-rubric"] },
    ]);
  });

  test("leaks no key", async () => {
    const refused = { status: 400, body: { error: { message: `bad key ${KEY}` } } };
    await using ran = await judgedFolder(
      { scorers: BATTLE },
      answering((request) => (isJudge(request) && textOf(request).includes("7") ? refused : undefined)),
    );
    const { stdout, stderr } = await ran.run("--max-retries", "0");
    const folder = await ran.folder();
    const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "latin1")));
    for (const text of [stdout, stderr, ...files]) expect(text).not.toContain(KEY);
    expect(/bad key \S+/.exec(files.join(""))?.[0]).toMatch(/^bad key \[key\]/);
  });

  test("sends no schema after the server has refused one", async () => {
    const refused = { status: 400, body: { error: { message: "response_format is not supported" } } };
    await using ran = await judgedFolder(
      { scorers: RUBRIC },
      answering(({ body }) => (body["response_format"] === undefined ? undefined : refused)),
    );
    expect((await ran.run()).code).toBe(0);
    expect((await ran.rows()).every(({ scores }) => scores["llm-rubric"]!.value !== null)).toBe(true);
    expect(ran.asked("judge").filter(({ body }) => body["response_format"] !== undefined).length).toBeLessThanOrEqual(
      4,
    );
  });

  test("is served from the cache the second time, and its judge too", async () => {
    await using ran = await judgedFolder({ scorers: BATTLE });
    await ran.run("--cache", "readwrite");
    const { length } = ran.server.requests;
    expect((await ran.run("--cache", "readwrite")).code).toBe(0);
    expect(ran.server.requests).toHaveLength(length);
  });

  test("reports a change of the judge's backend", async () => {
    const other = (text: string): Reply => ({
      status: 200,
      body: {
        model: "judge-2",
        system_fingerprint: "fp_other",
        choices: [{ message: { content: text }, finish_reason: "stop" }],
      },
    });
    await using ran = await judgedFolder(
      { scorers: RUBRIC },
      answering((request, number) => (isJudge(request) && number > 60 ? other(verdictOn(textOf(request))) : undefined)),
    );
    const { stderr } = await ran.run();
    expect(stderr.replaceAll(/\s+/g, " ")).toMatch(
      /The judge openai:judge: the backend changed at case c\d+: system_fingerprint fp_test → fp_other/,
    );
  });
});

function existsJournal(names: readonly string[]): boolean {
  return names.includes("answers.jsonl");
}

describe("a judged run that is stopped", () => {
  test.each(["SIGKILL", "SIGINT"] as const)(
    "by %s resumes, and asks for no answer again that it had",
    async (signal) => {
      for (const after of [5, 60, 140]) {
        let isKilled = false;
        // Later requests are slow until the process is dead, so that it cannot finish first.
        await using ran = await judgedFolder({ scorers: BATTLE }, answering(), (number) =>
          number > after && !isKilled ? 500 : 10,
        );
        const child = ran.start();
        while (ran.server.requests.length < after && child.exitCode === null)
          await new Promise((resolve) => setTimeout(resolve, 2));
        child.kill(signal);
        isKilled = true;
        await child.finished;
        const before = ran.server.requests.length;
        const resumed = await ran.run("--resume");
        expect({ after, code: resumed.code, stderr: resumed.stderr }).toEqual({
          after,
          code: 0,
          stderr: expect.any(String) as string,
        });
        const twice = Object.values(Object.groupBy(ran.server.requests, keyOf)).reduce(
          (sum, requests) => sum + requests!.length - 1,
          0,
        );
        // Requests in flight when the process died, and those answered in that turn of its event loop.
        expect(twice).toBeLessThanOrEqual(signal === "SIGKILL" ? 2 * 4 : 0);
        expect(before).toBeLessThan(ran.server.requests.length);

        const rows = await ran.rows();
        expect(rows.map(({ trial }) => trial.index)).toEqual([...Array(2 * CASES).keys()]);
        expect(rows.map(({ scores }) => scores["select-best"]!.value)).toEqual(
          rows.map(({ trial }) => (trial.prompt === "b" ? 1 : 0)),
        );
        expect(existsJournal(await readdir(await ran.folder()))).toBe(false);
        const benchmark = await loadBenchmark(join(ran.path, "benchmark.yaml"));
        const verified = await verifyRun(await findRun(join(ran.path, "results"), "latest"), benchmark);
        expect(verified).toMatchObject({ differences: [], rows: 2 * CASES, scored: 2 * CASES });
      }
    },
  );

  test("with an incomplete line in its pending answers loses only that line", async () => {
    await using ran = await judgedFolder({ scorers: RUBRIC }, answering(), () => 10);
    const child = ran.start();
    while (ran.asked("judge").length < 20) await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill("SIGKILL");
    await child.finished;
    const journal = join(await ran.folder(), "answers.jsonl");
    const text = await readFile(journal, "utf8");
    await writeFile(journal, text.slice(0, text.trimEnd().lastIndexOf("\n") + 40));
    expect((await ran.run("--resume")).code).toBe(0);
    expect(await ran.rows()).toHaveLength(2 * CASES);
    expect(ran.server.requests.length - 4 * CASES - retests(await ran.rows())).toBeLessThanOrEqual(9);
  });

  test("does not resume under another judge", async () => {
    await using ran = await judgedFolder({ scorers: RUBRIC });
    await ran.run();
    const file = join(ran.path, "benchmark.yaml");
    await writeFile(file, (await readFile(file, "utf8")).replace('"openai:judge"', '"openai:judge-2"'));
    const { code, stderr } = await ran.run("--resume", (await ran.manifest()).runId);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/was started from a different benchmark: judges differ/) as string,
    });
  });
});

function retests(rows: readonly Row[]): number {
  return rows
    .flatMap(({ scores }) => scores["llm-rubric"]!.judgement!.calls)
    .filter(({ purpose }) => purpose === "retest").length;
}

describe("a judge that fails", () => {
  test("gives no verdict with the reason, and --retry-errors repeats the judge request alone", async () => {
    let isDown = true;
    const down = { status: 500, body: { error: { message: "down" } } };
    await using ran = await judgedFolder(
      { scorers: BATTLE },
      answering((request) => (isJudge(request) && isDown && /\b1\d\b/.test(textOf(request)) ? down : undefined)),
    );
    const first = await ran.run("--max-retries", "0");
    expect(first).toMatchObject({ code: 1 });
    expect(first.stderr).toMatch(
      /^A judge gave no answer \d+ times\. Run again what failed: sameseed run .* --retry-errors /m,
    );
    const failed = (await ran.rows()).filter(({ scores }) => scores["llm-rubric"]!.value === null);
    expect(failed).toHaveLength(20);
    expect(failed[0]!.scores["llm-rubric"]).toMatchObject({
      reason: "the judge did not answer: 500 down",
      judgement: { calls: [{ text: null, error: { kind: "server" } }] },
    });

    isDown = false;
    const models = ran.asked("m").length;
    const calls = ran.asked("judge").length;
    const again = await ran.run("--retry-errors");
    expect({ code: again.code, stderr: again.stderr }).toMatchObject({ code: 0 });
    expect(ran.asked("m")).toHaveLength(models);
    const rows = await ran.rows();
    expect(rows.every(({ scores }) => Object.values(scores).every(({ value }) => value !== null))).toBe(true);
    expect(ran.asked("judge").length).toBeGreaterThan(calls);
    expect((await sameseed(["verify", "latest", "benchmark.yaml"], { cwd: ran.path })).stdout).toContain(
      "60 answers scored again",
    );
  });

  test("permanently, before any answer, ends the run as a user's mistake and keeps the models' answers", async () => {
    let isRefused = true;
    const refused = { status: 401, body: { error: { message: "no" } } };
    await using ran = await judgedFolder(
      { scorers: RUBRIC },
      answering((request) => (isJudge(request) && isRefused ? refused : undefined)),
    );
    const { code, stderr } = await ran.run();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('Model "openai:judge" cannot be used: 401 no') as string,
    });
    expect(stderr).toContain(
      `The answers so far are stored. Then continue with --resume ${(await ran.manifest()).runId}.`,
    );
    isRefused = false;
    const answers = ran.asked("m").length;
    expect((await ran.run("--resume")).code).toBe(0);
    expect(ran.asked("m").length).toBeLessThanOrEqual(2 * CASES + 4);
    expect(answers).toBeGreaterThan(0);
  });
});

describe("without a network", () => {
  test("verify reads every verdict again, and replay writes the same bytes", async () => {
    await using ran = await judgedFolder({ scorers: `${BATTLE}\n  - g-eval: {criteria: "clear"}` });
    await ran.run();
    const requests = ran.server.requests.length;
    await ran.server[Symbol.asyncDispose]();
    const at = { cwd: ran.path };
    const verified = await sameseed(["verify", "latest", "benchmark.yaml"], at);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining("60 answers scored again") as string });
    const replayed = await sameseed(["replay", "latest", "benchmark.yaml"], at);
    expect(replayed.code).toBe(0);
    const [first, second] = await Promise.all(
      (await readdir(join(ran.path, "results")))
        .toSorted()
        .map((id) => readFile(join(ran.path, "results", id, "report.json"), "utf8")),
    );
    expect(second).toBe(first);
    expect(ran.server.requests).toHaveLength(requests);

    const rowsFile = join(await ran.folder(), "rows.jsonl");
    await writeFile(rowsFile, (await readFile(rowsFile, "utf8")).replace('\\"score\\":0.5', '\\"score\\":0.9'));
    const forged = await sameseed(["verify", await ran.folder(), "benchmark.yaml"], at);
    expect(forged).toMatchObject({ code: 1, stdout: expect.stringMatching(/score llm-rubric/) as string });
  });

  test("replay refuses a judge with a different request", async () => {
    await using ran = await judgedFolder({ scorers: RUBRIC });
    await ran.run();
    const file = join(ran.path, "benchmark.yaml");
    await writeFile(file, (await readFile(file, "utf8")).replace("It names", "It shouts"));
    const { code, stderr } = await sameseed(["replay", "latest", "benchmark.yaml"], { cwd: ran.path });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('Scorer "llm-rubric" would send judge requests that') as string,
    });
    expect(await readdir(join(ran.path, "results"))).toHaveLength(1);
  });
});

test("--max-cost counts judge requests, and the run continues with a higher limit", async () => {
  const prices = `prices: {m: {input: 1, output: 1}, judge: {input: 100, output: 100}}`; // 13 tokens a request: $0.000013 and $0.0013
  await using ran = await judgedFolder({ scorers: RUBRIC.replace('."}', '.", retest: 0}'), extra: prices });
  const { code, stdout, stderr } = await ran.run("--max-cost", "0.02");
  expect({ code, stderr: `${stdout}${stderr}` }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/--max-cost/) as string,
  });
  const spent = ran.asked("m").length * 13e-6 + ran.asked("judge").length * 13e-4;
  expect(spent).toBeLessThanOrEqual(0.02);
  expect(ran.asked("judge").length).toBeGreaterThan(10);
  expect((await ran.run("--resume", "--max-cost", "1")).code).toBe(0);
  expect(ran.asked("m")).toHaveLength(2 * CASES);
  expect(ran.asked("judge")).toHaveLength(2 * CASES);
});
