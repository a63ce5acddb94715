import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { openaiServer, type OpenaiServer } from "./openai-server.ts";
import { folderWith, startSameseed } from "./sameseed.ts";

const CHAINS = 12;
const cases = Array.from({ length: CHAINS }, (_, chain) =>
  ["one", "two", "three"].map((turn, place) =>
    JSON.stringify({
      id: `${chain}-${turn}`,
      chain: `talk ${chain}`,
      ...(place === 0 && { storeAs: "opening" }),
      vars: { q: place === 2 ? `three of ${chain}, after {{opening}}` : `${turn} of ${chain}` },
    }),
  ),
).flat();

const yaml = (url: string, scorers = "[{contains: {expected: re}}]") => `name: talks
cases: talks.jsonl
prompts:
  - {id: a, messages: [{role: system, content: A}, "{{_conversation}}", {role: user, content: "{{q}}"}]}
  - {id: b, messages: [{role: system, content: B}, "{{_conversation}}", {role: user, content: "{{q}}"}]}
models: [{id: m, model: "openai:m", baseUrl: "${url}"}]
scorers: ${scorers}
`;

async function talkingServer(): Promise<OpenaiServer> {
  return openaiServer({
    reply: ({ body: { messages } }) => `re ${String(messages[0]!.content)}: ${String(messages.at(-1)!.content)}`,
    latencyMs: (number) => 2 + (number % 7),
  });
}

interface StoredRow {
  readonly trial: {
    readonly index: number;
    readonly case: { readonly id: string; readonly chain: string; readonly vars: object };
    readonly variant: string;
    readonly earlier: readonly { readonly case: string; readonly input: string; readonly output: string }[];
  };
  readonly scores: Readonly<Record<string, { readonly value: number | null }>>;
  readonly outcome: { readonly status: string; readonly text?: string; readonly error?: { readonly message: string } };
}

async function rowsIn(cwd: string, place = -1): Promise<StoredRow[]> {
  const runs = (await readdir(join(cwd, "results"))).filter((name) => !name.endsWith(".md")).toSorted();
  const text = await readFile(join(cwd, "results", runs.at(place)!, "rows.jsonl"), "utf8");
  const rows = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as StoredRow);
  return [...new Map(rows.map((row) => [row.trial.index, row])).values()];
}

/** Every row's earlier turns are the answers that the rows of its chain and variant have. */
function expectWholeChains(rows: readonly StoredRow[]): void {
  const texts = new Map(rows.map(({ trial, outcome }) => [`${trial.case.id} ${trial.variant}`, outcome.text]));
  for (const { trial } of rows)
    for (const turn of trial.earlier) expect(turn.output).toBe(texts.get(`${turn.case} ${trial.variant}`));
  expect(rows.map(({ trial }) => trial.earlier.length).toSorted()).toEqual(
    [0, 1, 2].flatMap((turns) => Array.from({ length: rows.length / 3 }, () => turns)),
  );
}

test("each turn is sent with the earlier answers of its variant, and with its stored answers", async () => {
  await using server = await talkingServer();
  await using folder = await folderWith({ "talks.jsonl": cases.join("\n"), "benchmark.yaml": yaml(server.url) });
  expect(await sameseed(["run", "benchmark.yaml"], { cwd: folder.path })).toMatchObject({ code: 0 });
  const rows = await rowsIn(folder.path);
  expect(rows).toHaveLength(CHAINS * 6);
  expectWholeChains(rows);
  const last = server.requests.find(({ body }) => String(body.messages.at(-1)!.content).startsWith("three of 7"));
  const system = String(last!.body.messages[0]!.content);
  expect(last!.body.messages.map(({ role, content }) => `${role}: ${String(content)}`)).toEqual([
    `system: ${system}`,
    "user: one of 7",
    `assistant: re ${system}: one of 7`,
    "user: two of 7",
    `assistant: re ${system}: two of 7`,
    `user: three of 7, after re ${system}: one of 7`,
  ]);
  const summary = await readFile(
    join(folder.path, "results", (await readdir(join(folder.path, "results")))[0]!, "report.json"),
    "utf8",
  );
  expect(summary).toContain('"clusters": 12');
  expect(await sameseed(["verify", "latest"], { cwd: folder.path })).toMatchObject({ code: 0 });
});

test.each(["SIGINT", "SIGKILL"] as const)("a run that %s ends resumes its chains where they were", async (signal) => {
  await using server = await talkingServer();
  await using folder = await folderWith({ "talks.jsonl": cases.join("\n"), "benchmark.yaml": yaml(server.url) });
  const child = startSameseed(["run", "benchmark.yaml", "-j", "4"], { cwd: folder.path });
  while (server.requests.length < 25 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill(signal);
  await child.finished;
  const resumed = await sameseed(["run", "benchmark.yaml", "--resume"], { cwd: folder.path });
  expect(resumed).toMatchObject({ code: 0 });
  const rows = await rowsIn(folder.path);
  expect(rows).toHaveLength(CHAINS * 6);
  expectWholeChains(rows);
  expect(server.requests.length - CHAINS * 6).toBeLessThanOrEqual(signal === "SIGINT" ? 0 : 4);
  expect(await sameseed(["verify", "latest"], { cwd: folder.path })).toMatchObject({ code: 0 });
});

test("--retry-errors sends the failed trials and those that followed them", async () => {
  let isBroken = true;
  await using server = await openaiServer({
    reply: ({ body: { messages } }) =>
      isBroken && messages.at(-1)!.content === "two of 3"
        ? { status: 400, body: { error: { message: "no" } } }
        : `re ${String(messages.at(-1)!.content)}`,
  });
  await using folder = await folderWith({ "talks.jsonl": cases.join("\n"), "benchmark.yaml": yaml(server.url) });
  expect((await sameseed(["run", "benchmark.yaml"], { cwd: folder.path })).code).toBe(1);
  const failed = (await rowsIn(folder.path)).filter(({ outcome }) => outcome.status === "failed");
  expect(failed.map(({ trial }) => trial.case.id).toSorted()).toEqual(["3-three", "3-three", "3-two", "3-two"]);
  isBroken = false;
  const before = server.requests.length;
  expect(await sameseed(["run", "benchmark.yaml", "--retry-errors"], { cwd: folder.path })).toMatchObject({ code: 0 });
  expect(server.requests.length - before).toBe(4);
  expectWholeChains(await rowsIn(folder.path));
});

test("shards keep chains whole, and merge to the run of one machine", async () => {
  await using server = await talkingServer();
  await using folder = await folderWith({ "talks.jsonl": cases.join("\n"), "benchmark.yaml": yaml(server.url) });
  for (const shard of ["1/3", "2/3", "3/3"]) {
    const run = await sameseed(["run", "benchmark.yaml", "--shard", shard], { cwd: folder.path });
    expect(run, run.stderr).toMatchObject({ code: 0 });
  }
  const runs = (await readdir(join(folder.path, "results"))).toSorted();
  const merged = await sameseed(["merge", ...runs], { cwd: folder.path });
  expect(merged, merged.stderr).toMatchObject({ code: 0 });
  const rows = await rowsIn(folder.path);
  expect(rows).toHaveLength(CHAINS * 6);
  expectWholeChains(rows);
});

test("a shard without trials is a complete run with no rows, and merges", async () => {
  await using server = await talkingServer();
  await using folder = await folderWith({
    "talks.jsonl": cases.slice(0, 6).join("\n"),
    "benchmark.yaml": yaml(server.url),
  });
  for (const shard of ["1/3", "2/3", "3/3"]) {
    const run = await sameseed(["run", "benchmark.yaml", "--shard", shard, "--format", "csv,json,xlsx,html,md"], {
      cwd: folder.path,
    });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    if (shard === "3/3") expect(run.stdout).toContain("This run is shard 3 of 3. It has no trials,");
    if (shard === "1/3") expect(run.stdout).toContain("It has 6 of the plan's 12 trials.");
  }
  const planned = await sameseed(["run", "benchmark.yaml", "--shard", "3/3", "--dry-run"], { cwd: folder.path });
  expect(planned.stderr).toContain("0 requests would be sent");
  const runs = (await readdir(join(folder.path, "results"))).toSorted();
  expect(runs).toHaveLength(3);
  for (const run of runs) expect(await sameseed(["verify", run], { cwd: folder.path })).toMatchObject({ code: 0 });
  const merged = await sameseed(["merge", ...runs], { cwd: folder.path });
  expect(merged, merged.stderr).toMatchObject({ code: 0 });
  expectWholeChains(await rowsIn(folder.path));
});

test("verify finds an earlier turn that is not the answer of its row, and notes other words", async () => {
  await using server = await talkingServer();
  await using folder = await folderWith({
    "talks.jsonl": [
      JSON.stringify({ id: "alone", vars: { q: "alone", _conversation: [] } }),
      ...cases.slice(0, 6),
    ].join("\n"),
    "benchmark.yaml": yaml(server.url),
  });
  expect(await sameseed(["run", "benchmark.yaml"], { cwd: folder.path })).toMatchObject({ code: 0 });
  const [run] = await readdir(join(folder.path, "results"));
  const file = (name: string): string => join(folder.path, "results", run!, name);
  const change = async (name: string, before: RegExp, after: string): Promise<void> => {
    const text = await readFile(file(name), "utf8");
    expect(text).toMatch(before);
    await writeFile(file(name), text.replace(before, after));
  };
  await change("report.json", /Too little data/, "Not enough data");
  const reworded = await sameseed(["verify", run!], { cwd: folder.path });
  expect(reworded, reworded.stdout).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("note report.json has other words than this build writes."),
  });
  await change("rows.jsonl", /("output":")re A: one of 0/, "$1forged");
  const forged = await sameseed(["verify", run!], { cwd: folder.path });
  expect(forged.code).toBe(1);
  expect(forged.stdout).toMatch(/rows\.jsonl, line \d+, trial\.earlier\.0: stored another turn/);
});

test("a second run reads its answers from the cache, turn by turn; replay and rescore send no request", async () => {
  await using server = await talkingServer();
  await using folder = await folderWith({ "talks.jsonl": cases.join("\n"), "benchmark.yaml": yaml(server.url) });
  for (let time = 0; time < 2; time++)
    expect(await sameseed(["run", "benchmark.yaml", "--cache", "readwrite"], { cwd: folder.path })).toMatchObject({
      code: 0,
    });
  expect(server.requests).toHaveLength(CHAINS * 6);
  const scorers = `[{javascript: {value: "context.vars._conversation.length / 2"}}, {contains: {expected: re}}]`;
  await writeFile(join(folder.path, "scored.yaml"), yaml(server.url, scorers));
  const replayed = await sameseed(["replay", "latest", "scored.yaml"], { cwd: folder.path });
  expect(replayed, replayed.stderr).toMatchObject({ code: 0 });
  expect(server.requests).toHaveLength(CHAINS * 6);
  for (const { trial, scores } of await rowsIn(folder.path))
    expect(scores["javascript"]!.value).toBe(trial.earlier.length / 2);
});

test.each([
  ["--executor", "bullmq"],
  ["--executor", "openai-batch"],
])("refuses %s %s before a request", async (...flags) => {
  await using server = await talkingServer();
  await using folder = await folderWith({ "talks.jsonl": cases.join("\n"), "benchmark.yaml": yaml(server.url) });
  const { code, stderr } = await sameseed(
    ["run", "benchmark.yaml", ...flags, ...(flags[1] === "bullmq" ? ["--redis", "redis://127.0.0.1:1"] : [])],
    { cwd: folder.path },
  );
  expect(code).toBe(2);
  expect(stderr).toContain("Cases in chains cannot run over");
  expect(server.requests).toHaveLength(0);
});
