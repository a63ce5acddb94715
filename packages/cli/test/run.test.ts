import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { capitalAnswer, CAPITALS_CSV, capitalsYaml } from "./fixtures.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { type OpenaiServer, openaiServer } from "./openai-server.ts";
import { folderWith } from "./sameseed.ts";

type Line = Record<string, string>;
const TIMES = ["run_id", "latency_ms", "ttft_ms", "started_at", "cost_usd"];

async function runOnce(
  server: OpenaiServer,
  flags: readonly string[] = [],
): Promise<{ rows: Line[]; csv: string; run: string; stdout: string }> {
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const { code, stdout, stderr } = await sameseed(["run", "benchmark.yaml", ...flags], {
    cwd: folder.path,
    env: { OPENAI_API_KEY: "sk-canary-123" },
  });
  expect(stderr).not.toContain("error");
  expect(code).toBe(0);
  const [id] = await readdir(join(folder.path, "results"));
  const run = join(folder.path, "results", id!);
  for (const file of await readdir(run)) expect(await readFile(join(run, file), "utf8"), file).not.toContain("canary");
  expect(stdout + stderr).not.toContain("canary");
  const csv = await readFile(join(run, "rows.csv"), "utf8");
  return {
    rows: Papa.parse<Line>(csv, { header: true, skipEmptyLines: true }).data,
    csv,
    run: (await readdir(run)).toSorted().join(" "),
    stdout,
  };
}

const withoutTimes = (rows: Line[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !TIMES.includes(key))));

test("one command sends every variant the same cases and seeds, interleaved, and writes every report", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  const { rows, run, stdout, csv } = await runOnce(server);

  expect(run).toBe(
    "comparisons.csv factors.csv manifest.json report.html report.json report.md rows.csv rows.jsonl summary.csv wide.csv",
  );
  expect(csv.split("\r\n")[0]).toBe(
    "case,repeat,variant,prompt,model,seed,order,status,score,output,expected,error,finish_reason,system_fingerprint,model_version,prompt_tokens,completion_tokens,cost_usd,latency_ms,ttft_ms,cached,attempts,started_at,score.contains,reason.contains,reasoning,cached_tokens,cache_write_tokens,reasoning_tokens,audio_prompt_tokens,audio_completion_tokens,region,service_tier,upstream,seed_echoed,run_id,vars.id,vars.country,vars.capital",
  );
  expect(rows).toHaveLength(5 * 2 * 4);

  const blocks = Object.groupBy(rows, (row) => `${row["case"]} ${row["repeat"]}`);
  const seeds = Object.values(blocks).map((block) => new Set(block!.map((row) => row["seed"])));
  expect(seeds.every((shared) => shared.size === 1)).toBe(true);
  expect(new Set(rows.map((row) => row["seed"])).size).toBe(10);
  for (const block of Object.values(blocks)) {
    const orders = block!.map((row) => Number(row["order"])).toSorted((left, right) => left - right);
    expect(orders[3]! - orders[0]!).toBe(3); // back to back
  }

  // The requests match the rows.
  expect(server.requests.map((request) => request.body.seed).toSorted()).toEqual(
    rows.map((row) => Number(row["seed"])).toSorted(),
  );
  expect(server.requests.every((request) => request.authorization === "Bearer sk-canary-123")).toBe(true);
  const large = server.requests.find((request) => request.body.model === "large")!;
  expect(large.body).toMatchObject({ temperature: 0.7, max_tokens: 20 });

  expect(stdout).toContain("direct/small");
  expect(stdout).toMatch(/100(\.0)? ?%/);
  expect(stdout).toContain("rows.csv");
});

test("the same seed gives the same rows.csv except times, at any concurrency; another does not", async () => {
  await using server = await openaiServer({ reply: capitalAnswer, latencyMs: (number) => (number * 7) % 13 });
  const first = await runOnce(server, ["-j", "1"]);
  const second = await runOnce(server, ["-j", "16"]);
  const other = await runOnce(server, ["--seed", "7"]);
  expect(withoutTimes(second.rows)).toEqual(withoutTimes(first.rows));
  expect(withoutTimes(other.rows)).not.toEqual(withoutTimes(first.rows));
});

test("-j limits the requests in flight", async () => {
  await using server = await openaiServer({ reply: capitalAnswer, latencyMs: () => 20 });
  await runOnce(server, ["-j", "3"]);
  expect(server.mostInFlight()).toBe(3);
});

test("seed policies: fixed sends the root seed everywhere, none sends no seed", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await runOnce(server, ["--seed-policy", "fixed"]);
  expect(new Set(server.requests.map((request) => request.body.seed))).toEqual(new Set([123]));
  server.requests.length = 0;
  const { rows } = await runOnce(server, ["--seed-policy", "none"]);
  expect(server.requests.some((request) => "seed" in request.body)).toBe(false);
  expect(rows.every((row) => row["seed"] === "")).toBe(true);
});

test("--limit, the filters and --repeats narrow the run; a case keeps its seed", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  const all = await runOnce(server);
  const { rows } = await runOnce(server, [
    "--limit",
    "2",
    "--filter-models",
    "^large$",
    "--filter-prompts",
    "direct",
    "--repeats",
    "1",
  ]);
  expect(rows.map((row) => `${row["case"]} ${row["variant"]}`)).toEqual(["fr direct/large", "de direct/large"]);
  const seedOf = (lines: Line[]) => lines.find((row) => row["case"] === "de" && row["repeat"] === "0")!["seed"];
  expect(seedOf(rows)).toBe(seedOf(all.rows));
});

test("--dry-run prints the plan and sends nothing", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const { code, stdout, stderr } = await sameseed(["run", "benchmark.yaml", "--dry-run"], { cwd: folder.path });
  expect(code).toBe(0);
  expect(stdout.trim().split("\n")).toHaveLength(41);
  expect(stderr).toContain("40 requests would be sent; nothing was.");
  expect(server.requests).toEqual([]);
  expect(await readdir(folder.path)).not.toContain("results");
});

test("--dry-run refuses flags that a run refuses, and prints the plan of a shard", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const dry = (...flags: string[]) => sameseed(["run", "benchmark.yaml", "--dry-run", ...flags], { cwd: folder.path });
  for (const [flags, message] of [
    [["--warm-up", "3"], "--warm-up requires --latency."],
    [["--fail-under", "nope=0.5"], 'There is no metric "nope".'],
    [["--sequential"], "--sequential needs 50 cases"],
    [["--sequential", "--shard", "1/2"], "A shard cannot be sequential"],
    [["--executor", "bullmq"], "The address of the queue is missing."],
    [["--prices", "nope.json"], "nope.json"],
    [["--resume"], "--resume"],
  ] as const) {
    const { code, stderr } = await dry(...flags);
    expect(code, flags.join(" ")).toBe(2);
    expect(stderr).toContain(message);
  }
  const shard = await dry("--shard", "1/4");
  expect(shard.code, shard.stderr).toBe(0);
  expect(shard.stdout.trim().split("\n").length - 1).toBeLessThan(20);
  expect(server.requests).toEqual([]);
  expect(await readdir(folder.path)).not.toContain("results");
});

test("--dry-run finds the mistakes that a run refuses, and warns of keys that are not set", async () => {
  await using folder = await folderWith({
    "benchmark.yaml": `name: judged
cases: cases.jsonl
prompts: [{id: p, text: "{{q}}"}]
models: [{id: m, model: "openai:m", baseUrl: "http://127.0.0.1:1/v1"}]
scorers: [assert]
judge: [{id: j, model: "anthropic:claude-haiku-4-5"}]
`,
    "cases.jsonl": '{"id":"a","vars":{"q":"hi"},"scorers":[{"llm-rubric":{"rubric":"ok","judge":"other"}}]}',
  });
  const dryRun = (...flags: string[]) =>
    sameseed(["run", "benchmark.yaml", "--dry-run", ...flags], { cwd: folder.path, env: { ANTHROPIC_API_KEY: "" } });
  expect(await dryRun("-o", "cases.jsonl/x.csv")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Cannot write into cases\.jsonl: .*\s+Name a file in another folder\./),
  });
  expect(await dryRun()).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining('a case names the judge "other", which the benchmark does not list'),
  });
  await writeFile(
    join(folder.path, "cases.jsonl"),
    '{"id":"a","vars":{"q":"hi"},"scorers":[{"llm-rubric":{"rubric":"ok"}}]}',
  );
  expect(await dryRun()).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(
      "warning anthropic:claude-haiku-4-5 needs a key, and ANTHROPIC_API_KEY is not set.",
    ),
  });
});

test("failed trials are rows with the reason, other rows are kept, and the exit code is 1", async () => {
  await using server = await openaiServer({
    reply: (request) =>
      capitalAnswer(request).includes("Rome")
        ? { status: 400, body: { error: { message: "bad sk-canary-123", type: "invalid" } } }
        : capitalAnswer(request),
  });
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const { code, stdout } = await sameseed(["run", "benchmark.yaml", "-j", "1"], {
    cwd: folder.path,
    env: { OPENAI_API_KEY: "sk-canary-123" },
  });
  expect(code).toBe(1);
  const [id] = await readdir(join(folder.path, "results"));
  const csv = await readFile(join(folder.path, "results", id!, "rows.csv"), "utf8");
  const { data } = Papa.parse<Line>(csv, { header: true, skipEmptyLines: true });
  const failed = data.filter((row) => row["status"] === "failed");
  expect(failed.length).toBeGreaterThanOrEqual(4);
  for (const row of failed) expect(row).toMatchObject({ case: "it", score: "", "score.contains": "" });
  expect(failed[0]!["error"]).toContain("bad_request");
  expect(data).toHaveLength(40);
  expect(csv + stdout).not.toContain("canary");
});

test("list, show and validate print the existing runs and files", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const at = { cwd: folder.path };
  expect((await sameseed(["validate", "benchmark.yaml"], at)).stdout).toContain(
    "5 cases × 4 variants × 2 repeats = 40 trials",
  );
  expect((await sameseed(["list"], at)).stdout).toContain("No runs in results.");
  await sameseed(["eval", "benchmark.yaml"], at);
  expect((await sameseed(["list"], at)).stdout).toMatch(/-capitals {2}complete {2}40\/40 trials/);
  expect((await sameseed(["show"], at)).stdout).toContain("chat/large");
  expect(await sameseed(["show", "nothing"], at)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no run "nothing"') as string,
  });
});
