import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { batchServer } from "../../runner/src/batch/testing/batch-servers.ts";
import { dumpRedis, startRedis } from "../../queue/src/testing/redis-server.ts";
import { sameseed as hosted } from "./hosted-sameseed.ts";
import { type OpenaiServer, openaiServer } from "./openai-server.ts";
import { folderWith, sameseed, startSameseed } from "./sameseed.ts";

const server = await startRedis("--appendonly", "yes", "--appendfsync", "everysec");
afterAll(() => server?.stop());

const casesOf = (count: number) =>
  `id,n\n${Array.from({ length: count }, (_, number) => `c${number},${number}`).join("\n")}\n`;
const yaml = (model: string) => `name: numbers
cases: cases.csv
prompts: [{id: a, text: "{{n}}"}, {id: b, text: "say {{n}}"}]
models: [${model}]
scorers: [{contains: {expected: "{{n}}"}}]
`;
const ECHO = yaml("echo");
const filesOf = (cases: number, benchmark = ECHO) => ({ "cases.csv": casesOf(cases), "benchmark.yaml": benchmark });

/** The only run of a folder. */
async function onlyRun(results: string): Promise<string> {
  const [id, ...others] = await readdir(results);
  expect(others).toEqual([]);
  return join(results, id!);
}

/** rows.csv without times. */
async function rowsWithoutTimes(run: string): Promise<string[]> {
  const [head, ...lines] = (await readFile(join(run, "rows.csv"), "utf8")).trimEnd().split("\n");
  const isTime = head!.split(",").map((name) => /_ms$|started_at|attempts|run_id/.test(name));
  return [head!, ...lines].map((line) =>
    line
      .split(",")
      .filter((_, place) => !isTime[place])
      .join(","),
  );
}

/** A service that counts the requests per trial; it answers after a delay, so that requests are in flight. */
async function countingServer(latencyMs: number): Promise<OpenaiServer & { readonly asked: Map<string, number> }> {
  const asked = new Map<string, number>();
  const service = await openaiServer({
    keep: false,
    latencyMs: () => latencyMs,
    reply({ body }) {
      const prompt = body.messages[0]!.content;
      asked.set(prompt, (asked.get(prompt) ?? 0) + 1);
      return `echo ${prompt}`;
    },
  });
  return Object.assign(service, { asked });
}

const modelAt = (url: string) => yaml(`{id: m, model: "openai:m", baseUrl: "${url}"}`);
const REFUSED = { status: 401, body: { error: { message: "Incorrect API key provided.", code: "invalid_api_key" } } };
const KEY = { OPENAI_API_KEY: "sk-test" };

describe("shards", () => {
  test("merged shards are the run that was never divided, but for times", async () => {
    await using folder = await folderWith(filesOf(50));
    const { path: cwd } = folder;
    const run = ["run", "benchmark.yaml", "--no-progress-bar"];
    expect((await hosted([...run, "--out", "whole"], { cwd })).code).toBe(0);
    for (const index of [3, 1, 2])
      expect((await hosted([...run, "--out", "shards", "--shard", `${index}/3`], { cwd })).code).toBe(0);
    const shards = (await readdir(join(cwd, "shards"))).map((id) => join("shards", id));
    const merged = await hosted(["merge", ...shards, "--out", "merged"], { cwd });
    expect(merged).toMatchObject({ code: 0, stderr: "" });
    const [whole, together] = [await onlyRun(join(cwd, "whole")), await onlyRun(join(cwd, "merged"))];
    expect(await rowsWithoutTimes(together)).toEqual(await rowsWithoutTimes(whole));
    for (const file of ["wide.csv", "comparisons.csv"])
      expect(await readFile(join(together, file), "utf8")).toBe(await readFile(join(whole, file), "utf8"));
    expect(await hosted(["verify", together, "benchmark.yaml"], { cwd })).toMatchObject({ code: 0 });
    const missing = await hosted(["merge", ...shards.slice(1), "--out", "merged"], { cwd });
    expect(missing).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Of 3 shards one is missing: 3/) as string,
    });
  });

  test.for(["0/4", "5/4", "3", "a/b"])("--shard %s is a mistake", async (shard) => {
    await using folder = await folderWith(filesOf(2));
    const { code, stderr } = await hosted(["run", "benchmark.yaml", "--shard", shard], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("such as 3/64");
  });
});

describe.skipIf(server === null)("a queue (needs Redis)", () => {
  const url = server?.url ?? "";
  const coordinate = ["run", "benchmark.yaml", "--executor", "bullmq", "--redis", url, "--no-progress-bar"];
  const worker = ["worker", "benchmark.yaml", "--redis", url, "--wait", "60s", "-j", "8"];

  test("two workers give the rows of a local run", async () => {
    await using folder = await folderWith(filesOf(300));
    const { path: cwd } = folder;
    expect((await sameseed(["run", "benchmark.yaml", "--out", "local", "--no-progress-bar"], { cwd })).code).toBe(0);
    const workers = [startSameseed(worker, { cwd }), startSameseed(worker, { cwd })];
    expect((await sameseed([...coordinate, "--out", "queued"], { cwd })).code).toBe(0);
    for (const { finished } of workers) expect((await finished).code).toBe(0);
    const [local, queued] = [await onlyRun(join(cwd, "local")), await onlyRun(join(cwd, "queued"))];
    expect(await rowsWithoutTimes(queued)).toEqual(await rowsWithoutTimes(local));
    expect(await readdir(queued)).not.toContain("queue.json");
  });

  test("a killed worker loses no arrived answer, and only its requests in flight are sent again", async () => {
    const IN_FLIGHT = 8;
    await using service = await countingServer(20);
    await using folder = await folderWith(filesOf(200, modelAt(service.url)));
    const { path: cwd } = folder;
    const options = { cwd, env: KEY };
    const run = sameseed([...coordinate, "--out", "queued"], options);
    const victim = startSameseed(worker, options);
    while (service.asked.size < 60) await new Promise((resolve) => setTimeout(resolve, 5));
    victim.kill("SIGKILL");
    const other = startSameseed(worker, options);
    expect((await run).code).toBe(0);
    expect((await other.finished).code).toBe(0);
    const rows = await rowsWithoutTimes(await onlyRun(join(cwd, "queued")));
    expect(rows).toHaveLength(401);
    const twice = [...service.asked.values()].reduce((sum, times) => sum + times - 1, 0);
    expect(service.asked.size).toBe(400);
    expect(twice).toBeLessThanOrEqual(IN_FLIGHT);
  });

  test("after a killed coordinator, the next one pays for no answer again", async () => {
    await using service = await countingServer(5);
    await using folder = await folderWith(filesOf(400, modelAt(service.url)));
    const { path: cwd } = folder;
    const options = { cwd, env: KEY };
    const workers = [startSameseed(worker, options), startSameseed(worker, options)];
    const first = startSameseed([...coordinate, "--out", "queued"], options);
    while (service.asked.size < 200) await new Promise((resolve) => setTimeout(resolve, 5));
    first.kill("SIGKILL");
    await first.finished;
    const second = await sameseed([...coordinate, "--out", "queued", "--resume"], options);
    expect(second).toMatchObject({ code: 0 });
    for (const { finished } of workers) expect((await finished).code).toBe(0);
    expect(await rowsWithoutTimes(await onlyRun(join(cwd, "queued")))).toHaveLength(801);
    expect([...service.asked.values()].filter((times) => times > 1)).toEqual([]);
  });

  test("a Redis that is killed and comes back loses nothing", async () => {
    await using service = await countingServer(5);
    await using folder = await folderWith(filesOf(400, modelAt(service.url)));
    const { path: cwd } = folder;
    const options = { cwd, env: KEY };
    const own = (await startRedis("--appendonly", "yes", "--appendfsync", "always"))!;
    try {
      const at = (args: readonly string[]) => args.map((word) => (word === url ? own.url : word));
      const workers = [startSameseed(at(worker), options), startSameseed(at(worker), options)];
      const run = sameseed(at([...coordinate, "--out", "queued"]), options);
      while (service.asked.size < 200) await new Promise((resolve) => setTimeout(resolve, 5));
      await own.kill();
      await own.restart();
      expect(await run).toMatchObject({ code: 0 });
      for (const { finished } of workers) expect((await finished).code).toBe(0);
    } finally {
      await own.stop();
    }
    expect(await rowsWithoutTimes(await onlyRun(join(cwd, "queued")))).toHaveLength(801);
    expect([...service.asked.values()].filter((times) => times > 1)).toEqual([]);
  });

  test("workers with another benchmark refuse and give the reason", async () => {
    await using folder = await folderWith(filesOf(20));
    await using other = await folderWith(filesOf(21));
    const run = sameseed([...coordinate, "--out", "queued"], { cwd: folder.path });
    const refused = await sameseed(worker, { cwd: other.path });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/runs another benchmark/) as string });
    expect(refused.stderr).not.toContain("Working for");
    expect((await sameseed(worker, { cwd: folder.path })).code).toBe(0);
    expect((await run).code).toBe(0);
  });

  test("a worker with a refused key reports it, and its trials go to others", async () => {
    const answers = (asked: string) => (asked === "Bearer sk-test" ? "echo 1" : REFUSED);
    await using service = await openaiServer({ reply: ({ authorization }) => answers(authorization ?? "") });
    await using folder = await folderWith(filesOf(20, modelAt(service.url)));
    const { path: cwd } = folder;
    const run = sameseed([...coordinate, "--out", "queued"], { cwd, env: KEY });
    const refused = await sameseed(worker, { cwd, env: { OPENAI_API_KEY: "sk-other" } });
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/cannot be used from this machine/) as string,
    });
    expect((await sameseed(worker, { cwd, env: KEY })).code).toBe(0);
    expect((await run).code).toBe(0);
    expect(await rowsWithoutTimes(await onlyRun(join(cwd, "queued")))).toHaveLength(41);
  });

  test("no key, prompt or code passes through Redis", async () => {
    await using folder = await folderWith(filesOf(20, modelAt("http://127.0.0.1:9/v1")));
    const { path: cwd } = folder;
    const run = startSameseed([...coordinate, "--out", "queued"], { cwd, env: KEY });
    let held = "";
    while (!held.includes("c19")) held = await dumpRedis(url);
    run.kill("SIGINT");
    await run.finished;
    expect(held).not.toMatch(/sk-test|say |\{\{n\}\}/);
  });

  test("refuses options that a queue does not support before a request", async () => {
    await using folder = await folderWith(filesOf(2));
    const { code, stderr } = await sameseed([...coordinate, "--latency"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("one clock must measure all requests");
  });
});

test("reports an unreachable Redis within seconds and leaves no run behind", async () => {
  await using folder = await folderWith(filesOf(2));
  const { path: cwd } = folder;
  const args = ["run", "benchmark.yaml", "--executor", "bullmq", "--redis", "redis://:geheim@127.0.0.1:9"];
  const { code, stderr } = await sameseed(args, { cwd });
  expect(code).toBe(2);
  expect(stderr).toMatch(/Redis at 127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)/);
  expect(stderr).not.toContain("geheim");
  expect(await readdir(join(cwd, "results")).catch(() => [])).toEqual([]);
});

test("a run over batches is stopped, resumed, and costs one batch; its models are not interleaved", async () => {
  await using service = await batchServer("openai", { isSlow: true });
  const benchmark = `name: batched
cases: cases.csv
prompts: [{id: a, text: "{{n}}"}]
models:
  - {id: m, model: "openai:m", baseUrl: "${service.url}"}
  - echo
prices: {m: {input: 1000000, output: 1000000}}
scorers: [{contains: {expected: "{{n}}"}}]
`;
  await using folder = await folderWith(filesOf(20, benchmark));
  const { path: cwd } = folder;
  const args = ["run", "benchmark.yaml", "--executor", "batch", "--no-progress-bar"];
  const first = startSameseed(args, { cwd, env: KEY });
  while (service.batches.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 200));
  first.kill("SIGINT");
  expect(await first.finished).toMatchObject({ code: 130 });
  service.finish();
  const second = await sameseed([...args, "--resume"], { cwd, env: KEY });
  expect(second).toMatchObject({ code: 0, stdout: expect.stringMatching(/not interleaved/) as string });
  expect(service.batches.map(({ length }) => length)).toEqual([20]);
  const run = await onlyRun(join(cwd, "results"));
  const [head, ...lines] = (await readFile(join(run, "rows.csv"), "utf8")).trimEnd().split("\n");
  const column = (name: string) => lines.map((line) => line.split(",")[head!.split(",").indexOf(name)]);
  expect(lines).toHaveLength(40);
  expect(new Set(column("cost_usd"))).toEqual(new Set(["2.5", "0"])); // 5 tokens at a dollar each, half price
  expect(column("service_tier")).toContain("batch");
});
