import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CAPITALS_CSV, capitalAnswer, capitalsYaml } from "./fixtures.ts";
import { readPage, tableUnder } from "./markdown.ts";
import { type OpenaiServer, openaiServer } from "./openai-server.ts";
import { folderWith, sameseed } from "./sameseed.ts";

const WARM_UP = 2;
const VARIANTS = 4;
const TRIALS = 40;

/** The large model always takes longer than the small one, by more than a loaded machine adds to either. */
async function unevenServer(): Promise<OpenaiServer> {
  return openaiServer({ reply: capitalAnswer, latencyMs: (_, { body }) => (body.model === "large" ? 120 : 20) });
}

interface Stored {
  readonly trial: { readonly order: number; readonly variant: string };
  readonly outcome: { readonly latencyMs: number; readonly connectMs?: number };
}

async function resultIn(cwd: string): Promise<{ files: Record<string, string>; rows: Stored[] }> {
  const [id] = await readdir(join(cwd, "results"));
  const folder = join(cwd, "results", id!);
  const names = await readdir(folder);
  const files = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)),
  );
  const rows = files["rows.jsonl"]!.trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Stored);
  return { files, rows };
}

test("--latency sends one request at a time in plan order, after a warm-up without rows, and compares", async () => {
  await using server = await unevenServer();
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const run = await sameseed(["run", "benchmark.yaml", "--latency", "--warm-up", String(WARM_UP)], {
    cwd: folder.path,
  });
  expect(run.code).toBe(0);
  expect(server.mostInFlight()).toBe(1);
  expect(server.requests).toHaveLength(TRIALS + WARM_UP * VARIANTS);

  const { files, rows } = await resultIn(folder.path);
  expect(rows.map(({ trial }) => trial.order)).toEqual([...Array(TRIALS).keys()]);
  const asked = server.requests.slice(WARM_UP * VARIANTS).map(({ body }) => body.model);
  expect(rows.map(({ trial }) => trial.variant.split("/")[1])).toEqual(asked);
  for (let block = 0; block < TRIALS; block += VARIANTS) {
    expect(new Set(rows.slice(block, block + VARIANTS).map(({ trial }) => trial.variant)).size).toBe(VARIANTS);
  }
  expect(rows.every(({ outcome }) => outcome.latencyMs >= 19)).toBe(true);
  expect(rows.filter(({ outcome }) => outcome.connectMs !== undefined).length).toBeLessThan(TRIALS / 4);

  const report = JSON.parse(files["report.json"]!) as {
    manifest: { concurrency: number; latency: object };
    latency: { comparisons: { measure: string; b: string; ratio: number; unit: string; conclusion: string }[] };
  };
  expect(report.manifest).toMatchObject({ concurrency: 1, latency: { warmUp: WARM_UP, clock: "tinybench, hrtime" } });
  const ofLatency = report.latency.comparisons.filter(({ measure }) => measure === "latency_ms");
  expect(ofLatency.map(({ b }) => b)).toEqual(["direct/large", "chat/small", "chat/large"]);
  expect(ofLatency[0]!.ratio).toBeGreaterThan(1.3);
  expect(run.stdout).toContain("latency, one request at a time after 2 to warm up");
  expect(run.stdout).toContain(ofLatency[0]!.conclusion.split(" [")[0]);
  expect(files["report.md"]).toContain("### Latency");
  expect(files["report.html"]).toContain(JSON.stringify(ofLatency[0]!.conclusion).slice(1, -1).split(" [")[0]);
  const csv = files["latency.csv"]!.trimEnd().split("\r\n");
  expect(csv).toHaveLength(1 + 2 * VARIANTS);
  expect(tableUnder(readPage("docs/latency.md"), "## `latency.csv`")).toEqual(csv[0]!.split(","));

  const shown = await sameseed(["show", "latest"], { cwd: folder.path });
  expect(shown.stdout).toContain("latency, one request at a time");
  expect((await sameseed(["verify", "latest"], { cwd: folder.path })).code).toBe(0);
});

test("resumes a latency run as one, and no other run as one", async () => {
  await using server = await unevenServer();
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const latency = ["run", "benchmark.yaml", "--latency", "--warm-up", "0"];
  const begun = await sameseed([...latency, "--max-tokens-total", "200"], { cwd: folder.path });
  expect(begun.code).toBe(1);
  const other = await sameseed(["run", "benchmark.yaml", "--resume"], { cwd: folder.path });
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining("Continue it with --latency") as string });
  const resumed = await sameseed([...latency, "--resume"], { cwd: folder.path });
  expect(resumed.code).toBe(0);
  expect((await resultIn(folder.path)).rows).toHaveLength(TRIALS);
  expect(server.requests).toHaveLength(TRIALS);

  await sameseed(["run", "benchmark.yaml", "--max-tokens-total", "200", "--out", "plain"], { cwd: folder.path });
  const mixed = await sameseed([...latency, "--resume", "--out", "plain"], { cwd: folder.path });
  expect(mixed).toMatchObject({ code: 2, stderr: expect.stringContaining("started without --latency") as string });
});

test("the time to connect is separate, and streamed answers have a time to their first token", async () => {
  await using server = await openaiServer({
    reply: () => ({
      status: 200,
      headers: { "content-type": "text/event-stream", connection: "close" },
      body: `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: "Paris" }, finish_reason: "stop" }] })}\n\ndata: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":9}}\n\ndata: [DONE]\n\n`,
    }),
    latencyMs: () => 4,
  });
  const yaml = capitalsYaml(server.url).replaceAll("temperature: 0.7", "temperature: 0.7, stream: true");
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": yaml });
  const run = await sameseed(["run", "benchmark.yaml", "--latency", "--warm-up", "1"], { cwd: folder.path });
  expect(run.code).toBe(0);
  const { files, rows } = await resultIn(folder.path);
  expect(rows.every(({ outcome }) => outcome.connectMs! > 0 && outcome.connectMs! < outcome.latencyMs)).toBe(true);
  const measures = files["latency.csv"]!.split("\r\n").map((line) => line.split(",")[1]);
  expect([...new Set(measures.slice(1, -1))]).toEqual(["latency_ms", "ttft_ms", "tokens_per_s"]);
  expect(run.stdout).toMatch(/Subtracted: the time to open connections, direct\/small 10 connections of/);
});

test.each([
  [["-j", "4"], "cannot be used with option"],
  [["--sequential"], "cannot be used with option"],
  [["--cache", "readwrite"], "Latency cannot be measured with a cache"],
])("refuses --latency with %j, which would distort the measurement", async (flags, says) => {
  await using folder = await folderWith({
    "cases.csv": CAPITALS_CSV,
    "benchmark.yaml": capitalsYaml("http://127.0.0.1:1/v1"),
  });
  const refused = await sameseed(["run", "benchmark.yaml", "--latency", ...flags], { cwd: folder.path });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(says) as string });
  expect(await readdir(folder.path)).not.toContain("results");
});

test("rejects --warm-up without --latency", async () => {
  await using folder = await folderWith({
    "cases.csv": CAPITALS_CSV,
    "benchmark.yaml": capitalsYaml("http://127.0.0.1:1/v1"),
  });
  const refused = await sameseed(["run", "benchmark.yaml", "--warm-up", "3"], { cwd: folder.path });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--warm-up requires --latency") as string });
});
