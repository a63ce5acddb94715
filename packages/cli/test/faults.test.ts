import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CAPITALS_CSV, capitalAnswer, capitalsYaml } from "./fixtures.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { openaiServer } from "./openai-server.ts";
import { folderWith } from "./sameseed.ts";

/** Faults of a request. */
type Fault = "429" | "429 ms" | "429 date" | "500" | "reset" | "malformed" | "hang" | "truncated" | "cut" | "torn";

interface FaultyServer extends AsyncDisposable {
  readonly url: string;
  /** Answers that were delivered whole, by prompt and seed. */
  readonly delivered: Map<string, number>;
  readonly faults: Map<Fault, number>;
}

/** A chat completions server that fails by plan: `faultOf` gives the fault of the n-th request, or null. */
async function faultyServer(faultOf: (number: number) => Fault | null, latencyMs = 2): Promise<FaultyServer> {
  const delivered = new Map<string, number>();
  const faults = new Map<Fault, number>();
  let count = 0;
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString("utf8");
    const { messages, seed, stream } = JSON.parse(text) as {
      messages: { content: string }[];
      seed: number;
      stream?: boolean;
    };
    const prompt = messages.at(-1)!.content;
    const fault = faultOf(count++);
    if (fault !== null) faults.set(fault, (faults.get(fault) ?? 0) + 1);
    await new Promise((resolve) => setTimeout(resolve, latencyMs));
    if (fault !== null) return fail(response, fault);
    const body = stream ? streamed(prompt) : whole(prompt);
    response.writeHead(200, {
      "content-type": stream ? "text/event-stream" : "application/json",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body, () => delivered.set(`${prompt}|${seed}`, (delivered.get(`${prompt}|${seed}`) ?? 0) + 1));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    delivered,
    faults,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function whole(prompt: string): string {
  return JSON.stringify({
    model: "m",
    system_fingerprint: "fp",
    choices: [{ message: { content: `echo ${prompt}` }, finish_reason: "stop" }],
    usage: { prompt_tokens: 5, completion_tokens: 2 },
  });
}

function streamed(prompt: string): string {
  const chunk = (delta: object, finishReason: string | null = null) =>
    `data: ${JSON.stringify({ model: "m", system_fingerprint: "fp", choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
  return `${chunk({ content: "echo " })}${chunk({ content: prompt })}${chunk({}, "stop")}data: [DONE]\n\n`;
}

function fail(response: ServerResponse, fault: Fault): void {
  const json = { "content-type": "application/json" };
  if (fault === "429")
    response.writeHead(429, { ...json, "retry-after": "0.05" }).end('{"error": {"message": "slow down"}}');
  if (fault === "429 ms")
    response.writeHead(429, { ...json, "retry-after-ms": "40" }).end('{"error": {"message": "slow down"}}');
  if (fault === "429 date") {
    const soon = new Date(1000 * Math.ceil(Date.now() / 1000 + 1.5)).toUTCString();
    response.writeHead(429, { ...json, "retry-after": soon }).end('{"error": {"message": "slow down"}}');
  }
  if (fault === "500") response.writeHead(500, json).end('{"error": {"message": "broken"}}');
  if (fault === "reset") response.destroy();
  if (fault === "malformed") response.writeHead(200, json).end('{"choices": [{"message": {"content": "hal');
  if (fault === "truncated")
    response
      .writeHead(200, { "content-type": "text/event-stream" })
      .end('data: {"choices":[{"index":0,"delta":{"content":"hal"}}]}\n\n');
  if (fault === "cut") {
    // A stream that ends in the middle of an event, with the connection.
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write('data: {"choices":[{"index":0,"delta":{"content":"ha', () => response.destroy());
  }
  if (fault === "torn") {
    response.writeHead(200, { ...json, "content-length": "5000" });
    response.write('{"choices": [', () => response.destroy());
  }
  // A hung socket gets no response.
}

const CASES = 500;
const cases = `id,n\n${Array.from({ length: CASES }, (_, number) => `c${number},${number}`).join("\n")}\n`;
const yaml = (url: string, params = "{}") => `name: faults
cases: cases.csv
prompts: [{id: a, text: "{{n}}"}, {id: b, text: "say {{n}}"}]
models: [{id: m, model: "openai:m", baseUrl: "${url}", params: ${params}}]
scorers: [{contains: {expected: "{{n}}"}}]
`;
const TRIALS = CASES * 2;

interface StoredRow {
  readonly trial: { readonly index: number; readonly model: string };
  readonly outcome: {
    readonly status: string;
    readonly text: string;
    readonly attempts: number;
    readonly retries?: readonly { readonly kind: string; readonly status?: number; readonly waitMs: number }[];
    readonly ttftMs: number | null;
  };
}

async function rowsIn(cwd: string): Promise<StoredRow[]> {
  const [id] = await readdir(join(cwd, "results"));
  const lines = (await readFile(join(cwd, "results", id!, "rows.jsonl"), "utf8")).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as StoredRow);
}

/** The n-th of every hundred requests fails by the table; 7 and 100 share no factor, which spreads the faults. */
function byHundred(table: readonly (readonly [Fault, number])[]): (number: number) => Fault | null {
  const of = table.flatMap(([fault, percent]) => Array.from({ length: percent }, () => fault));
  return (number) => of[(number * 7) % 100] ?? null;
}

test.each<[string, readonly (readonly [Fault, number])[], string]>([
  [
    "5 % 429, 2 % 500, 1 % resets, 1 % malformed, 1 % hung, 1 % torn",
    [
      ["429", 2],
      ["429 ms", 2],
      ["429 date", 1],
      ["500", 2],
      ["reset", 1],
      ["malformed", 1],
      ["hang", 1],
      ["torn", 1],
    ],
    "{}",
  ],
  [
    "the same, streamed and truncated",
    [
      ["429", 5],
      ["500", 2],
      ["reset", 1],
      ["truncated", 1],
      ["cut", 1],
      ["hang", 1],
      ["torn", 1],
    ],
    "{stream: true}",
  ],
  ["30 % 429", [["429", 30]], "{}"],
])(
  "%s: loses no trial, repeats no row, pays no answer twice, and records every fault in its row",
  async (_, table, params) => {
    await using server = await faultyServer(byHundred(table));
    await using folder = await folderWith({ "cases.csv": cases, "benchmark.yaml": yaml(server.url, params) });
    const { code, stderr } = await sameseed(["run", "benchmark.yaml", "-j", "32", "--timeout", "6"], {
      cwd: folder.path,
    });
    expect(stderr).not.toContain("error ");
    expect(code).toBe(0);

    const rows = await rowsIn(folder.path);
    expect(rows.map(({ trial }) => trial.index).toSorted((left, right) => left - right)).toEqual([
      ...Array(TRIALS).keys(),
    ]);
    expect(rows.every(({ outcome }) => outcome.status === "completed" && outcome.text.startsWith("echo "))).toBe(true);
    expect(server.delivered.size).toBe(TRIALS);
    expect([...server.delivered.values()].every((times) => times === 1)).toBe(true);

    const retries = rows.flatMap(({ outcome }) => outcome.retries ?? []);
    const injected = [...server.faults.values()].reduce((sum, times) => sum + times, 0);
    expect(injected).toBeGreaterThanOrEqual(TRIALS / 10);
    expect(retries).toHaveLength(injected);
    const refused = (["429", "429 ms", "429 date"] as const).map((fault) => server.faults.get(fault) ?? 0);
    const waits = retries.filter(({ kind }) => kind === "rate_limited").map(({ waitMs }) => waitMs);
    expect(waits).toHaveLength(refused[0]! + refused[1]! + refused[2]!);
    // 50 ms and 40 ms and up to a tenth more, and a date that is 1.5 to 2.5 s away, less what the answer took to arrive.
    expect(waits.filter((waitMs) => waitMs >= 300 && waitMs <= 2800)).toHaveLength(refused[2]!);
    expect(waits.filter((waitMs) => waitMs >= 40 && waitMs <= 56)).toHaveLength(refused[0]! + refused[1]!);
    expect(retries.filter(({ kind }) => kind === "timeout")).toHaveLength(server.faults.get("hang") ?? 0);
    expect(retries.filter(({ kind }) => kind === "server")).toHaveLength(server.faults.get("500") ?? 0);
    expect(rows.every(({ outcome }) => outcome.attempts === 1 + (outcome.retries?.length ?? 0))).toBe(true);
    expect(rows.every(({ outcome }) => (outcome.ttftMs !== null) === params.includes("stream"))).toBe(true);
  },
);

test("a permanent failure is a failed row, and --retry-errors runs exactly those again", async () => {
  let isBroken = true;
  await using server = await openaiServer({
    reply: (request) =>
      isBroken && request.body.messages.at(-1)!.content.includes("Rome")
        ? ""
        : isBroken && request.body.messages.at(-1)!.content.includes("Italy")
          ? { status: 500, body: { error: { message: "broken" } } }
          : capitalAnswer(request),
  });
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const first = await sameseed(["run", "benchmark.yaml", "--max-retries", "0"], { cwd: folder.path });
  expect(first.code).toBe(1);
  expect(first.stderr).toMatch(/8 trials failed\. Run again what failed: sameseed run benchmark\.yaml --retry-errors /);
  expect((await rowsIn(folder.path)).filter(({ outcome }) => outcome.status === "failed")).toHaveLength(8);
  expect(server.requests).toHaveLength(40);

  isBroken = false;
  server.requests.length = 0;
  const again = await sameseed(["run", "benchmark.yaml", "--retry-errors"], { cwd: folder.path });
  expect(again.code).toBe(0);
  expect(server.requests).toHaveLength(8);
  expect(server.requests.every(({ body }) => body.messages.at(-1)!.content.includes("Italy"))).toBe(true);
  const [id] = await readdir(join(folder.path, "results"));
  const manifest = JSON.parse(await readFile(join(folder.path, "results", id!, "manifest.json"), "utf8")) as {
    counts: object;
    state: string;
  };
  expect(manifest).toMatchObject({ state: "complete", counts: { planned: 40, completed: 40, failed: 0 } });
  const csv = await readFile(join(folder.path, "results", id!, "rows.csv"), "utf8");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(41);
  expect(csv).not.toContain("failed");

  const none = await sameseed(["run", "benchmark.yaml", "--retry-errors"], { cwd: folder.path });
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("with failed trials") as string });
  expect((await sameseed(["run", "benchmark.yaml", "--retry-errors", "--resume"], { cwd: folder.path })).code).toBe(2);
});

test("a revoked key and a model without answers stop their own trials; --resume sends exactly these", async () => {
  const cases = ["id,country,capital", ...Array.from({ length: 60 }, (_, number) => `c${number},Italy,Rome`)].join(
    "\n",
  );
  let isMended = false;
  let answers = 0;
  await using server = await openaiServer({
    reply: (request) => {
      const { model } = request.body;
      if (!isMended && model === "typo") return { status: 404, body: { error: { message: "no model typo" } } };
      if (!isMended && model === "small" && ++answers > 12)
        return { status: 401, body: { error: { message: "the key was revoked" } } };
      return capitalAnswer(request);
    },
  });
  const yaml = capitalsYaml(server.url)
    .replace("repeats: 2", "repeats: 1")
    .replace("models:\n", `models:\n  - {id: typo, model: "openai:typo", baseUrl: "${server.url}"}\n`);
  await using folder = await folderWith({ "cases.csv": cases, "benchmark.yaml": yaml });
  const first = await sameseed(["run", "benchmark.yaml", "-j", "4"], { cwd: folder.path });
  expect(first.code).toBe(1);
  expect(first.stderr).toMatch(
    /typo stopped, its service cannot be used: 404 no model typo\n {2}Check the model's name/,
  );
  expect(first.stderr).toMatch(
    /small stopped, its service cannot be used: 401 the key was revoked\n {2}No key was sent: set OPENAI_API_KEY/,
  );
  expect(first.stderr).toMatch(/Continue with: sameseed run benchmark\.yaml --resume /);
  expect(first.stdout.replaceAll(/\s+/g, " ")).toMatch(
    /small stopped because its service could not be used \(401 the key was revoked\)\. Missing: \d+ of 60 trials of direct\/small, \d+ of 60 trials of chat\/small\./,
  );
  const rows = await rowsIn(folder.path);
  expect(rows.filter(({ trial }) => trial.model === "large")).toHaveLength(120);
  expect(rows.filter(({ trial }) => trial.model === "typo")).toHaveLength(0);
  const small = rows.filter(({ trial }) => trial.model === "small");
  expect(small.length).toBeLessThan(12 + 5 + 4 + 1);

  isMended = true;
  server.requests.length = 0;
  const resumed = await sameseed(["run", "benchmark.yaml", "--resume"], { cwd: folder.path });
  expect(server.requests.filter(({ body }) => body.model === "large")).toHaveLength(0);
  expect(server.requests.filter(({ body }) => body.model === "typo")).toHaveLength(120);
  expect(server.requests.filter(({ body }) => body.model === "small")).toHaveLength(120 - small.length);
  expect(resumed.code).toBe(1); // the trials that were refused
  expect(resumed.stdout.replaceAll(/\s+/g, " ")).toContain("Those trials ran later than the other variants' trials");
  expect((await sameseed(["run", "benchmark.yaml", "--retry-errors"], { cwd: folder.path })).code).toBe(0);
  expect((await sameseed(["verify", "latest", "benchmark.yaml"], { cwd: folder.path })).code).toBe(0);
});

test("--max-rpm paces the requests of all models of one endpoint and key together", async () => {
  const times: number[] = [];
  await using server = await openaiServer({
    reply: (request) => {
      times.push(performance.now());
      return capitalAnswer(request);
    },
  });
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const { code } = await sameseed(["run", "benchmark.yaml", "-j", "16", "--max-rpm", "1200"], { cwd: folder.path });
  expect(code).toBe(0);
  expect(times).toHaveLength(40);
  expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(39 * 50 - 300);
});

test("reports a changed backend during the run; --fail-on-drift ends the run, which can be resumed", async () => {
  let count = 0;
  const reply = (request: Parameters<typeof capitalAnswer>[0]) => ({
    status: 200,
    body: {
      model: "m-1",
      system_fingerprint: ++count <= 20 ? "fp_a" : "fp_b",
      choices: [{ message: { content: capitalAnswer(request) }, finish_reason: "stop" }],
    },
  });
  await using server = await openaiServer({ reply });
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const told = await sameseed(["run", "benchmark.yaml", "-j", "1"], { cwd: folder.path });
  expect(told.code).toBe(0);
  expect(
    told.stderr.match(/warning .*the backend changed at case \w+: system_fingerprint fp_a → fp_b\./g),
  ).toHaveLength(4);

  count = 0;
  const stopped = await sameseed(["run", "benchmark.yaml", "-j", "1", "--fail-on-drift", "--out", "other"], {
    cwd: folder.path,
  });
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toContain("Stopped by --fail-on-drift");
  expect(stopped.stderr).toContain("Stopped with 21 of 40 trials. Continue with: sameseed run");
  const resumed = await sameseed(["run", "benchmark.yaml", "--resume", "--out", "other"], { cwd: folder.path });
  expect(resumed.code).toBe(0);
});
