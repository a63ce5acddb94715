import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type OpenaiServer, openaiServer, type SeenRequest } from "./openai-server.ts";
import { folderWith, sameseed, startSameseed } from "./sameseed.ts";

const CASES = 60;
const cases = `id,n\n${Array.from({ length: CASES }, (_, number) => `c${number},${number}`).join("\n")}\n`;
const yaml = (url: string) => `name: numbers
repeats: 2
cases: cases.csv
prompts: [{id: a, text: "{{n}}"}, {id: b, text: "say {{n}}"}]
models: [{id: m, model: "openai:m", baseUrl: "${url}"}]
scorers: [{contains: {expected: "{{n}}"}}]
`;
const TRIALS = CASES * 2 * 2;
const keyOf = ({ body }: SeenRequest): string => `${body.messages[0]!.content}|${body.seed}`;

async function serverThatCounts(): Promise<OpenaiServer> {
  return openaiServer({
    reply: ({ body }) => `echo ${body.messages[0]!.content}`,
    latencyMs: (number) => 2 + (number % 5),
  });
}

/** Starts a run and ends it by a signal as soon as the server has seen `after` requests. */
async function interrupted(
  server: OpenaiServer,
  { cwd, after, signal }: { cwd: string; after: number; signal: NodeJS.Signals },
): Promise<number | null> {
  const child = startSameseed(["run", "benchmark.yaml", "-j", "4"], { cwd });
  while (server.requests.length < after && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill(signal);
  return (await child.finished).code;
}

async function rowsIn(cwd: string): Promise<string[]> {
  const [id] = await readdir(join(cwd, "results"));
  return (await readFile(join(cwd, "results", id!, "rows.jsonl"), "utf8")).trimEnd().split("\n");
}

const indexOf = (line: string): number => (JSON.parse(line) as { trial: { index: number } }).trial.index;

test("Ctrl-C ends cleanly, and --resume ends with exactly one row per trial and sends no request twice", async () => {
  await using server = await serverThatCounts();
  await using folder = await folderWith({ "cases.csv": cases, "benchmark.yaml": yaml(server.url) });
  expect(await interrupted(server, { cwd: folder.path, after: 80, signal: "SIGINT" })).toBe(130);
  expect((await rowsIn(folder.path)).length).toBe(server.requests.length);
  expect((await sameseed(["list"], { cwd: folder.path })).stdout).toMatch(/stopped {2}\d+\/240 trials/);

  const resumed = await sameseed(["run", "benchmark.yaml", "--resume"], { cwd: folder.path });
  expect(resumed.code).toBe(0);
  const indexes = (await rowsIn(folder.path)).map(indexOf);
  expect(indexes.toSorted((left, right) => left - right)).toEqual([...Array(TRIALS).keys()]);
  expect(server.requests).toHaveLength(TRIALS);
  expect(new Set(server.requests.map(keyOf)).size).toBe(TRIALS);
  expect(await readdir(join(folder.path, "results"))).toHaveLength(1);
});

test("after kill -9 too, with at most the requests in flight sent again", async () => {
  for (const after of [1, 37, 150]) {
    await using server = await serverThatCounts();
    await using folder = await folderWith({ "cases.csv": cases, "benchmark.yaml": yaml(server.url) });
    await interrupted(server, { cwd: folder.path, after, signal: "SIGKILL" });
    expect((await sameseed(["list"], { cwd: folder.path })).stdout).toContain("interrupted");
    const resumed = await sameseed(["run", "benchmark.yaml", "--resume"], { cwd: folder.path });
    expect(resumed.code).toBe(0);
    const indexes = (await rowsIn(folder.path)).map(indexOf);
    expect(indexes.toSorted((left, right) => left - right)).toEqual([...Array(TRIALS).keys()]);
    expect(server.requests.length - TRIALS).toBeLessThanOrEqual(4);
  }
});

test("a resumed run has the same rows as one without interruption", async () => {
  await using server = await serverThatCounts();
  await using stopped = await folderWith({ "cases.csv": cases, "benchmark.yaml": yaml(server.url) });
  await using whole = await folderWith({ "cases.csv": cases, "benchmark.yaml": yaml(server.url) });
  await interrupted(server, { cwd: stopped.path, after: 50, signal: "SIGINT" });
  await sameseed(["run", "benchmark.yaml", "--resume"], { cwd: stopped.path });
  await sameseed(["run", "benchmark.yaml"], { cwd: whole.path });
  const comparable = async (cwd: string) =>
    (await rowsIn(cwd))
      .map((line) => JSON.parse(line) as { trial: { index: number }; outcome: Record<string, unknown> })
      .map(({ outcome: { latencyMs: _, startedAt: __, connectMs: ___, ...outcome }, ...row }) => ({ ...row, outcome }))
      .toSorted((left, right) => left.trial.index - right.trial.index);
  expect(await comparable(stopped.path)).toEqual(await comparable(whole.path));
});
