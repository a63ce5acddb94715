import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { capitalAnswer, CAPITALS_CSV, capitalsYaml } from "./fixtures.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { openaiServer } from "./openai-server.ts";
import { type Finished, folderWith } from "./sameseed.ts";

type Line = Record<string, string>;
/** Columns that may differ between a run and the same run from the cache. */
const NOW = ["cached", "run_id", "started_at"];

interface Ran extends Finished {
  readonly rows: Line[];
}

async function runIn(folder: string, ...flags: string[]): Promise<Ran> {
  const done = await sameseed(["run", "benchmark.yaml", ...flags], {
    cwd: folder,
    env: { OPENAI_API_KEY: "sk-canary-123" },
  });
  const newest = (await readdir(join(folder, "results")))
    .toSorted((left, right) => left.length - right.length || (left < right ? -1 : 1))
    .at(-1)!;
  const csv = await readFile(join(folder, "results", newest, "rows.csv"), "utf8");
  return { ...done, rows: Papa.parse<Line>(csv, { header: true, skipEmptyLines: true }).data };
}

const benchmarkFiles = (url: string, extra = "") => ({
  "cases.csv": CAPITALS_CSV,
  "benchmark.yaml": capitalsYaml(url, extra),
});
const without = (rows: Line[], names: readonly string[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name))));

test("a second run with --cache readwrite sends nothing; its rows differ only in mark and time", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith(benchmarkFiles(server.url));
  const first = await runIn(folder.path, "--cache", "readwrite");
  expect(server.requests).toHaveLength(40);
  const second = await runIn(folder.path, "--cache", "readwrite", "-j", "3");
  expect(server.requests).toHaveLength(40);
  expect(second.code).toBe(0);
  expect(new Set(first.rows.map((row) => row["cached"]))).toEqual(new Set(["false"]));
  expect(new Set(second.rows.map((row) => row["cached"]))).toEqual(new Set(["true"]));
  expect(without(second.rows, NOW)).toEqual(without(first.rows, NOW)); // latency_ms is the original one
  expect(second.stdout).toContain("Answers from the cache are left out of latency");
});

test("keys are in no file of the cache", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith(
    benchmarkFiles(server.url.replace("http://", "http://user:url-canary@") + "?key=query-canary"),
  );
  await runIn(folder.path, "--cache", "readwrite");
  expect(server.requests.length).toBeGreaterThan(0);
  const cache = join(folder.path, ".sameseed/cache");
  const files = await readdir(cache);
  expect(files).toContain("answers.sqlite");
  for (const file of files) expect(await readFile(join(cache, file), "latin1"), file).not.toContain("canary");
});

test("without a flag no answer is cached and every request is sent, since a run is a measurement", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith(benchmarkFiles(server.url));
  await runIn(folder.path);
  await runIn(folder.path, "--no-cache");
  expect(server.requests).toHaveLength(80);
  expect(await readdir(folder.path)).not.toContain(".sameseed");
});

test("requests are sent again only for a changed prompt or seed, a failed trial, or an answer that is too old", async () => {
  let isBroken = true;
  await using server = await openaiServer({
    reply: (request) =>
      isBroken && capitalAnswer(request).includes("Rome")
        ? { status: 400, body: { error: { message: "bad" } } }
        : capitalAnswer(request),
  });
  await using folder = await folderWith(benchmarkFiles(server.url));
  const asked = async (...flags: string[]): Promise<number> => {
    server.requests.length = 0;
    await runIn(folder.path, ...flags);
    return server.requests.length;
  };
  expect(await asked("--cache", "readwrite")).toBe(40);
  const failed = server.requests.filter((request) => capitalAnswer(request).includes("Rome")).length;
  isBroken = false;
  expect(await asked("--cache", "readwrite")).toBe(failed);
  expect(await asked("--cache", "read")).toBe(0);
  expect(await asked("--cache", "write")).toBe(40);
  expect(await asked("--cache", "readwrite", "--repeats", "3")).toBe(20);
  expect(await asked("--cache", "readwrite", "--seed", "7")).toBe(40);
  expect(await asked("--cache", "readwrite", "--cache-ttl", "1ms")).toBe(40);
});

test("the A/A control gets its own answers, at first and from the cache", async () => {
  let number = 0;
  await using server = await openaiServer({ reply: () => `answer ${number++}` });
  await using folder = await folderWith(benchmarkFiles(server.url));
  const first = await runIn(folder.path, "--cache", "readwrite", "--aa");
  expect(server.requests).toHaveLength(50);
  expect(new Set(first.rows.map((row) => row["output"])).size).toBe(50);
  const second = await runIn(folder.path, "--cache", "readwrite", "--aa");
  expect(server.requests).toHaveLength(50);
  expect(without(second.rows, NOW)).toEqual(without(first.rows, NOW));
});

test("cache ls, explain and clear", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith(benchmarkFiles(server.url));
  const at = { cwd: folder.path };
  expect((await sameseed(["cache", "ls"], at)).stdout).toBe("No answers in .sameseed/cache.\n");
  expect(await readdir(folder.path)).not.toContain(".sameseed"); // a look creates no file
  await runIn(folder.path, "--cache", "readwrite");

  const { stdout: list } = await sameseed(["cache", "ls"], at);
  expect(list).toMatch(/openai:large .*http:\/\/127\.0\.0\.1.* 20 answers/);
  expect(list).toContain("40 answers");
  expect(list).not.toContain("canary");

  const explain = (...row: string[]) => sameseed(["cache", "explain", ...row], at);
  const hit = await explain("1");
  expect(hit).toMatchObject({ code: 0, stdout: expect.stringContaining("hit") as string });
  for (const part of ["identity", "messages", "params", "seed", "repeat", "key"]) expect(hit.stdout).toContain(part);
  expect((await explain("de/1/chat/large")).stdout).toMatch(/de, repeat 1, chat\/large: hit/);

  await runIn(folder.path, "--seed", "7", "--no-cache");
  const miss = await explain("de/1/chat/large", "--run", "latest");
  expect(miss.stdout).toMatch(/miss.*nearest entry differs in seed/s);
  expect(await explain("99")).toMatchObject({ code: 2, stderr: expect.stringContaining("no row") as string });

  expect((await sameseed(["cache", "clear"], at)).stdout).toBe("Deleted 40 answers from .sameseed/cache.\n");
  expect((await explain("1")).stdout).toContain("miss");
});

const PRICES = "prices:\n  small: {input: 1, output: 10}\n  large: {input: 10, output: 100}\n";

test("prices of the benchmark give every answer a cost; the run stops before it exceeds --max-cost and can be resumed", async () => {
  await using server = await openaiServer({ reply: capitalAnswer }); // 10 + 3 tokens each: $0.00004 and $0.0004
  await using folder = await folderWith(benchmarkFiles(server.url, PRICES));
  const stopped = await runIn(folder.path, "--max-cost", "0.004");
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toMatch(
    /Stopped by --max-cost: \$0\.00\d+ of \$0\.004 are spent, and an answer of large may take up to \$0\.0021\./,
  );
  expect(stopped.stderr).toMatch(/Continue with: sameseed run benchmark\.yaml --resume/);
  const cost = (rows: Line[]) => rows.reduce((sum, row) => sum + Number(row["cost_usd"]), 0);
  expect(cost(stopped.rows)).toBeLessThanOrEqual(0.004);
  expect(cost(stopped.rows)).toBeGreaterThan(0.004 - 0.0021 - 1e-9);
  expect(new Set(stopped.rows.map((row) => `${row["model"]} ${row["cost_usd"]}`))).toEqual(
    new Set(["small 0.00004", "large 0.0004"]),
  );

  const asked = server.requests.length;
  const again = await sameseed(["run", "benchmark.yaml", "--resume", "--max-cost", "0.004"], { cwd: folder.path });
  expect(again.code).toBe(1);
  expect(server.requests).toHaveLength(asked); // earlier costs count

  const finished = await runIn(folder.path, "--resume", "--max-cost", "1");
  expect(finished.code).toBe(0);
  expect(server.requests).toHaveLength(40);
  expect(finished.rows).toHaveLength(40);
});

test("--max-tokens-total and --max-duration stop a run as well", async () => {
  // A second an answer, once the time counts: a stall of the machine neither hides the first one nor lets many in.
  await using server = await openaiServer({ reply: capitalAnswer, latencyMs: (number) => (number < 7 ? 50 : 1000) });
  await using folder = await folderWith(benchmarkFiles(server.url));
  const tokens = await runIn(folder.path, "--max-tokens-total", "100");
  expect(tokens).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("--max-tokens-total: 91 tokens of 100 tokens") as string,
  });
  expect(tokens.rows).toHaveLength(7);
  const time = await runIn(folder.path, "--max-duration", "3s", "-j", "1");
  expect(time).toMatchObject({ code: 1, stderr: expect.stringContaining("--max-duration") as string });
  expect(time.rows.length).toBeLessThan(4);
});

test("a cost limit on an unknown price is refused before the first request; --prices gives one", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith({
    ...benchmarkFiles(server.url),
    "prices.json": '{"small": {"input": 1, "output": 10}, "large": {"input": 1, "output": 10}}',
    "bad.json": '{"small": {"input": "1"}}',
  });
  const at = { cwd: folder.path };
  const refused = await sameseed(["run", "benchmark.yaml", "--max-cost", "1"], at);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("the price of small is unknown") as string,
  });
  expect(server.requests).toEqual([]);
  expect(await sameseed(["run", "benchmark.yaml", "--prices", "bad.json"], at)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("prices.small.input") as string,
  });

  const { code, rows } = await runIn(folder.path, "--max-cost", "1", "--prices", "prices.json");
  expect(code).toBe(0);
  expect(rows.every((row) => row["cost_usd"] === "0.00004")).toBe(true);
  const [run] = await readdir(join(folder.path, "results"));
  const manifest = JSON.parse(await readFile(join(folder.path, "results", run!, "manifest.json"), "utf8")) as {
    priceTable: string;
  };
  expect(manifest.priceTable).toBe('own prices {"large":{"input":1,"output":10},"small":{"input":1,"output":10}}');
});

test("an unknown price is an empty cell, never 0", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith(benchmarkFiles(server.url));
  const { rows } = await runIn(folder.path, "--limit", "1");
  expect(rows.every((row) => row["cost_usd"] === "")).toBe(true);
});
