import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { CAPITALS_CSV, capitalAnswer, capitalsYaml } from "./fixtures.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { type OpenaiServer, openaiServer } from "./openai-server.ts";
import { type Finished, folderWith, startSameseed } from "./sameseed.ts";
import { socketLog } from "./socket-log.ts";

/** Each begins with the text to search for. */
const CANARIES = {
  key: "sk-canary-key",
  otherKey: "sk-canary-other-key",
  header: "canary-in-header",
  namedHeader: "canary-in-named-header",
  query: "canary-in-query",
  ownQuery: "canary-of-http",
  body: "canary-in-body",
  user: "canary-user",
  password: "canary-p%40ss",
};
const SEARCHED = "canary-";

/** A server that repeats all requests to half of its clients, as careless services do. */
async function tellTaleServer(): Promise<OpenaiServer> {
  let count = 0;
  return openaiServer({
    reply: (request) =>
      count++ % 2 === 0
        ? capitalAnswer(request)
        : {
            status: 400,
            headers: { "x-request-id": "req_1" },
            body: {
              error: {
                message:
                  `Seen: ${request.path}, ${request.authorization}, ${Object.values(request.headers).join(", ")}, canary-p@ss`
                    // A text that this request did not send is not its secret.
                    .replace(/canary-p@ss$/, request.path.includes(CANARIES.query) ? "canary-p@ss" : ""),
              },
            },
          },
  });
}

function benchmarks(url: string, secretUrl: string): Record<string, string> {
  return {
    "cases.csv": CAPITALS_CSV,
    "canary.ts": `import { defineBenchmark, csv, contains, openai } from "sameseed";
export default defineBenchmark({
  name: "secretive",
  cases: csv("cases.csv"),
  prompts: [{ id: "p", text: "Capital of {{country}}?" }],
  models: [
    { id: "user", model: openai("a", { baseUrl: ${JSON.stringify(secretUrl)} }) },
    { id: "header", model: openai("b", { baseUrl: ${JSON.stringify(url)}, headers: { "X-Api-Key": ${JSON.stringify(CANARIES.header)} } }) },
    "openai:c",
  ],
  scorers: [contains({ expected: "{{capital}}" })],
});
`,
    "canary.yaml": `name: secretive too
cases: cases.csv
prompts: [{id: p, text: "Capital of {{country}}?"}]
models:
  - {id: named, model: "openai:a", baseUrl: "${url}", apiKeyEnv: OTHER_KEY, headers: {X-Api-Key: {env: HEADER_KEY}, X-Team: research}}
  - openai:b
  - id: http
    model: http
    url: "${url}/chat/completions?key=${CANARIES.ownQuery}"
    headers: {Authorization: "Bearer {{env.OTHER_KEY}}"}
    body: {api_key: ${CANARIES.body}, model: m, messages: "{{messages}}"}
    output: choices[0].message.content
scorers: [{contains: {expected: "{{capital}}"}}]
`,
  };
}

/** All bytes under a folder as text, including unpacked workbooks and pages. */
async function textsUnder(folder: string): Promise<[path: string, text: string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (path) => [path, unpacked(await readFile(path))] as [string, string]));
}

/** The first bytes of each file in a zip archive. */
const ZIP_ENTRY = Buffer.from([0x50, 0x4b, 3, 4]);

function unpacked(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  const zipped: string[] = [];
  for (let at = bytes.indexOf(ZIP_ENTRY); at !== -1; at = bytes.indexOf(ZIP_ENTRY, at + 1)) {
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    zipped.push(inflated(bytes.subarray(start)));
  }
  const blocks = [...text.matchAll(/<script type="text\/plain"[^>]*>([A-Za-z0-9+/=]+)</g)];
  return [text, ...zipped, ...blocks.map(([, base64 = ""]) => inflated(Buffer.from(base64, "base64")))].join("\n");
}

function inflated(bytes: Buffer): string {
  try {
    return inflateRawSync(bytes, { finishFlush: 2 }).toString("latin1");
  } catch {
    return "";
  }
}

test("no secret is in a file, an export, a page or an output, even if the service returns it", async () => {
  await using server = await tellTaleServer();
  const secretUrl = `${server.url.replace("//", `//${CANARIES.user}:${CANARIES.password}@`)}?key=${CANARIES.query}`;
  await using outside = await folderWith(benchmarks(server.url, secretUrl));
  await using folder = await folderWith({});
  const env = {
    OPENAI_API_KEY: CANARIES.key,
    OPENAI_BASE_URL: secretUrl,
    OTHER_KEY: CANARIES.otherKey,
    HEADER_KEY: CANARIES.namedHeader,
  };
  const at = { cwd: folder.path, env };
  const outputs: Finished[] = [];
  const start = async (...args: string[]): Promise<Finished> => {
    const finished = await sameseed(args, at);
    outputs.push(finished);
    return finished;
  };

  for (const name of ["canary.ts", "canary.yaml"]) {
    const run = [
      "run",
      join(outside.path, name),
      "--max-retries",
      "0",
      "--cache",
      "readwrite",
      "--format",
      "xlsx,parquet",
    ];
    expect((await start(...run)).code).toBe(1);
    expect(
      (await start(...run, "--base-url", secretUrl.replace(/:\d+\//, ":1/"), "--out", "unreachable")).code,
    ).not.toBe(0);
    await start("plan", join(outside.path, name));
    await start("validate", join(outside.path, name));
  }
  const reading = [
    ...["csv", "json", "md", "html"].map((format) => ["export", "latest", "--format", format]),
    ...["show", "compare", "verify"].map((command) => [command, "latest"]),
    ["list"],
    ["cache", "ls"],
    ["cache", "explain", "1"],
    ["baseline", "save", "baseline.json"],
    ["view", "--export", "site"],
  ];
  await Promise.all(reading.map((args) => start(...args)));
  await start("replay", "latest");
  await start("run", join(outside.path, "canary.yaml"), "--base-url", `${secretUrl}&more=${CANARIES.query}\n`);

  const seen = server.requests.flatMap(({ path, authorization, headers }) => [
    path,
    authorization,
    ...Object.values(headers),
  ]);
  const basic = `Basic ${Buffer.from("canary-user:canary-p@ss").toString("base64")}`;
  for (const sent of [`Bearer ${CANARIES.otherKey}`, CANARIES.header, CANARIES.namedHeader, basic, "research"])
    expect(seen).toContain(sent);
  expect(seen.some((text) => text?.includes(CANARIES.query))).toBe(true);

  for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toContain(SEARCHED);
  const texts = await textsUnder(folder.path);
  expect(texts.length).toBeGreaterThan(40);
  expect(texts.filter(([, text]) => text.includes(SEARCHED)).map(([path]) => path)).toEqual([]);
  expect(texts.some(([, text]) => text.includes("Seen: "))).toBe(true); // the error itself is kept
  expect(texts.some(([path, text]) => path.endsWith(".xlsx") && text.includes("Seen: "))).toBe(true);

  for (const [path, body] of await viewed(at)) expect(body.includes(SEARCHED), path).toBe(false);
});

/** The responses of the live page's server, by path. */
async function viewed(at: { cwd: string; env: Record<string, string> }): Promise<[path: string, body: string][]> {
  const child = startSameseed(["view", "--port", "0"], at);
  const [line] = (await once(child.stdout, "data")) as [string];
  const url = /http:\S+/.exec(line)![0];
  const get = async (path: string): Promise<[string, string]> => [path, await (await fetch(new URL(path, url))).text()];
  const runs = await get("/api/runs");
  const ids = (JSON.parse(runs[1]) as { id: string }[]).map(({ id }) => id);
  const bodies = await Promise.all(
    ids.flatMap((id) =>
      ["report", "cells", "rows", "comparisons", "search?q=France"].map((what) => get(`/api/runs/${id}/${what}`)),
    ),
  );
  expect(bodies.some(([, body]) => body.includes("Seen: "))).toBe(true);
  child.kill("SIGINT");
  await child.finished;
  return [runs, await get("/").catch(() => ["/", ""] as [string, string]), ...bodies];
}

test("a proxy's key in its URL is in no file and no output", async () => {
  const proxy = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(407).end(`Who is ${request.headers["proxy-authorization"]}?`));
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const { port } = proxy.address() as AddressInfo;
  await using folder = await folderWith({
    "cases.csv": CAPITALS_CSV,
    "benchmark.yaml": capitalsYaml("http://model.invalid/v1"),
  });
  const env = { HTTP_PROXY: `http://canary-user:canary-password@127.0.0.1:${port}` };
  const basic = Buffer.from("canary-user:canary-password").toString("base64");
  const run = await sameseed(["run", "benchmark.yaml"], { cwd: folder.path, env });
  proxy.closeAllConnections();
  proxy.close();
  expect(run.stdout + run.stderr).not.toContain(SEARCHED);
  expect(run.stdout + run.stderr).not.toContain(basic);
  for (const [path, text] of await textsUnder(folder.path)) {
    expect(text.includes(SEARCHED) || text.includes(basic), path).toBe(false);
  }
});

describe("custom headers", () => {
  const yaml = (headers: string) => `name: headers
cases: [{id: fr, vars: {country: France}}]
prompts: [{id: p, text: "Capital of {{country}}?"}]
models: [{id: m, model: "openai:m", baseUrl: "http://127.0.0.1:1/v1", headers: ${headers}}]
scorers: [{contains: {expected: Paris}}]
`;

  test("with an unset variable are an error that names it before the first request; validate still works", async () => {
    await using folder = await folderWith({ "benchmark.yaml": yaml("{X-Api-Key: {env: NOT_SET_HERE}}") });
    const at = { cwd: folder.path };
    expect((await sameseed(["validate", "benchmark.yaml"], at)).code).toBe(0);
    expect(await sameseed(["run", "benchmark.yaml"], at)).toMatchObject({
      code: 2,
      stderr: "error openai:m needs NOT_SET_HERE for its header X-Api-Key, and it is not set.\n  Set NOT_SET_HERE.\n",
    });
  });

  test("that cannot be sent are named in the error without their value", async () => {
    await using folder = await folderWith({ "benchmark.yaml": yaml(String.raw`{X-Api-Key: "canary-\nx"}`) });
    const run = await sameseed(["run", "benchmark.yaml"], { cwd: folder.path });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('The header "X-Api-Key"') as string });
    expect(run.stderr).not.toContain(SEARCHED);
  });
});

test("a run with a cache and all reports opens only the model's socket, and readers open none", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const writing = await socketLog(folder.path);
  const flags = ["--cache", "readwrite", "--format", "xlsx,parquet"];
  for (const more of [[], ["--latency", "--warm-up", "1"]]) {
    const run = await sameseed(["run", "benchmark.yaml", ...(more.length === 0 ? flags : more)], {
      cwd: folder.path,
      env: writing.env,
    });
    expect(run.code).toBe(0);
  }
  expect(await writing.seen()).toEqual(new Set([`connect ${new URL(server.url).host}`]));

  const reading = await socketLog(folder.path);
  const at = { cwd: folder.path, env: reading.env };
  const again = await sameseed(["run", "benchmark.yaml", "--cache", "read"], at);
  expect(again.code).toBe(0);
  for (const args of [
    ["show"],
    ["list"],
    ["compare", "latest"],
    ["verify", "latest"],
    ["replay", "latest"],
    ["plan", "benchmark.yaml"],
    ["validate", "benchmark.yaml"],
    ["export", "latest", "--format", "xlsx"],
    ["cache", "ls"],
    ["view", "--export", "site"],
  ]) {
    expect({ args, code: (await sameseed(args, at)).code }).toEqual({ args, code: 0 });
  }
  const view = startSameseed(["view", "--port", "0"], at);
  const [line] = (await once(view.stdout, "data")) as [string];
  const url = /http:\S+/.exec(line)![0];
  expect(new URL(url).hostname).toBe("127.0.0.1");
  expect((await fetch(new URL("/api/runs", url))).status).toBe(200);
  view.kill("SIGINT");
  await view.finished;
  expect(await reading.seen()).toEqual(new Set());
});
