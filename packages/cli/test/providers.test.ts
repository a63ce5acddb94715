import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Report, Row } from "@sameseed/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chatStandIn } from "../../runner/src/models/testing/chat-stand-in.ts";
import { generateContentStandIn } from "../../runner/src/models/testing/generate-content-stand-in.ts";
import { messagesStandIn } from "../../runner/src/models/testing/messages-stand-in.ts";
import { ollamaStandIn } from "../../runner/src/models/testing/ollama-stand-in.ts";
import { responsesStandIn } from "../../runner/src/models/testing/responses-stand-in.ts";
import type { StandIn } from "../../runner/src/models/testing/stand-in.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { type Finished, type Folder, folderWith } from "./sameseed.ts";

/** Each provider by the path of its requests after the base URL, with the number of right answers. */
const SERVICES: readonly (readonly [path: RegExp, standIn: StandIn, isRight: (number: number) => boolean])[] = [
  [/^\/v1\/messages$/, messagesStandIn(), () => true],
  [/:generateContent$/, generateContentStandIn(), (number) => number % 4 !== 0],
  [/^\/v1\/responses$/, responsesStandIn(), (number) => number % 5 !== 0],
  [/^\/mistral\/chat\/completions$/, chatStandIn(), (number) => number % 2 === 0],
  [/^\/api\/chat$/, ollamaStandIn(), () => false],
  [/^\/xai\/chat\/completions$/, chatStandIn(), () => true],
];
const CASES = 12;
/** Answers of xai before it changes its form. */
const KEPT_FORM = 7;

interface Seen {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** Requests in the order of arrival. */
const seen: Seen[] = [];
const server = createServer(async (request, response) => {
  const text = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
  const path = request.url!;
  const found = SERVICES.find(([pattern]) => pattern.test(path));
  if (found === undefined) return void response.writeHead(404).end("{}"); // requests to local servers about themselves
  const body = JSON.parse(text) as Record<string, unknown>;
  seen.push({ path, body });
  const isXai = path.startsWith("/xai/");
  if (isXai && seen.filter((one) => one.path === path).length > KEPT_FORM)
    return void response.end("<!doctype html><html><body>We have moved to version 2</body></html>");
  const [, standIn, isRight] = found;
  const number = Number(/Case (\d+)/.exec(text)![1]);
  response.end(JSON.stringify(standIn.whole({ text: isRight(number) ? `It is ${number}.` : "I do not know." })));
});

let url: string;
let folder: Folder;
let checked: Finished;
let ran: Finished;
let run: string;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await folderWith({
    "providers.yaml": `name: providers
seed: 123
cases: ./cases.csv
prompts: [{id: p, text: "Case {{number}}?"}]
models:
  - {id: claude, model: "anthropic:claude-haiku-4-5", baseUrl: "${url}", params: {temperature: 0.5}}
  - {id: gemini, model: "google:gemini-3.6-flash", baseUrl: "${url}", params: {temperature: 0.5}}
  - {id: gpt, model: "openai:responses:gpt-6-luna", baseUrl: "${url}/v1", params: {temperature: 0.5}}
  - {id: mistral, model: "mistral:mistral-small-latest", baseUrl: "${url}/mistral", params: {temperature: 0.5}}
  - {id: llama, model: "ollama:llama3.2", baseUrl: "${url}", params: {temperature: 0.5}}
  - {id: grok, model: "xai:grok-4-fast", baseUrl: "${url}/xai", params: {temperature: 0.5}}
prices:
  claude: {input: 1, output: 5, cachedInput: 0.1, cacheWrite: 1.25}
  mistral: {input: 0.1, output: 0.3}
baseline: p/mistral
scorers:
  - contains: {expected: "{{number}}"}
`,
    "cases.csv": `id,number\n${Array.from({ length: CASES }, (_, number) => `c${number},${number}`).join("\n")}\n`,
  });
  const options = {
    cwd: folder.path,
    env: { XAI_API_KEY: "xai-canary-0123456789", ANTHROPIC_API_KEY: "sk-ant-canary-0123456789" },
  };
  [checked, ran] = await Promise.all([
    sameseed(["validate", "providers.yaml"], options),
    sameseed(["run", "providers.yaml", "--drop-unsupported", "--max-retries", "0", "-j", "4"], options),
  ]);
  run = join(folder.path, "results", (await readdir(join(folder.path, "results")))[0]!);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await folder[Symbol.asyncDispose]();
});

/** The rows of a model in the order of the cases. */
async function rowsOf(model: string): Promise<Row[]> {
  const lines = (await readFile(join(run, "rows.jsonl"), "utf8")).trimEnd().split("\n");
  const rows = lines.map((line) => JSON.parse(line) as Row).filter(({ trial }) => trial.model === model);
  return rows.toSorted((a, b) => Number(a.trial.case.vars["number"]) - Number(b.trial.case.vars["number"]));
}

test("refuses a parameter that one of six services refuses before a request, with the remedy", () => {
  expect(checked).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/"gpt" does not take temperature.*\n.*--drop-unsupported/) as string,
  });
});

test("each request is in its service's form, under the case's seed where the service takes one", async () => {
  const seeds = new Map((await rowsOf("mistral")).map(({ trial }) => [trial.case.id, trial.seed]));
  expect(new Set(seeds.values()).size).toBe(CASES);
  for (const model of ["gemini", "llama", "grok"])
    for (const { trial } of await rowsOf(model)) expect(trial.seed).toBe(seeds.get(trial.case.id));
  for (const model of ["claude", "gpt"]) for (const { trial } of await rowsOf(model)) expect(trial.seed).toBeNull();
  const bodyOf = (path: string): Record<string, unknown> => seen.find((one) => one.path.startsWith(path))!.body;
  const all = [...seeds.values()];
  expect(all).toContain((bodyOf("/v1beta/models")["generationConfig"] as { seed: number }).seed);
  expect(all).toContain(bodyOf("/mistral")["random_seed"]);
  expect(all).toContain((bodyOf("/api/chat")["options"] as { seed: number }).seed);
  expect(bodyOf("/v1/messages")).toMatchObject({ temperature: 0.5, max_tokens: 64_000 });
  expect(JSON.stringify([bodyOf("/v1/messages"), bodyOf("/v1/responses")])).not.toContain("seed");
  expect(bodyOf("/v1/responses")).not.toHaveProperty("temperature");
});

test("a service that changes its format in mid-run fails its own trials; the others continue", async () => {
  expect(ran.code).toBe(1);
  for (const model of ["claude", "gemini", "gpt", "mistral", "llama"])
    expect((await rowsOf(model)).map(({ outcome }) => outcome.status)).toEqual(Array(CASES).fill("completed"));
  const failed = (await rowsOf("grok")).flatMap(({ outcome }) => (outcome.status === "failed" ? [outcome.error] : []));
  expect(failed).toHaveLength(CASES - KEPT_FORM);
  for (const error of failed)
    expect(error).toEqual({
      kind: "invalid_response",
      message: "The service's answer is not JSON: We have moved to version 2",
    });
});

test("rows have the tokens by part and the optional fields of each service", async () => {
  const [claude] = await rowsOf("claude");
  const usage = { promptTokens: 20, completionTokens: 7, cachedTokens: 5, cacheWriteTokens: 2, reasoningTokens: 3 };
  expect(claude!.outcome).toMatchObject({ usage, region: "us", serviceTier: "standard" });
  expect((claude!.outcome as { costUsd: number }).costUsd).toBeCloseTo((13 * 1 + 5 * 0.1 + 2 * 1.25 + 7 * 5) / 1e6, 12);
  expect((await rowsOf("gpt"))[0]!.outcome).toMatchObject({ serviceTier: "default" });
});

test("the reports describe the handling of each parameter, and the audit the differences of the variants", async () => {
  const report = JSON.parse(await readFile(join(run, "report.json"), "utf8")) as Report;
  const audit = new Map(report.comparisons.map(({ b, fairness }) => [b, fairness]));
  expect(audit.get("p/gemini")).toMatchObject({ verdict: "fair", reasons: [] });
  expect(audit.get("p/claude")!.reasons).toEqual([
    expect.stringMatching(/^claude has no seed, so none was sent/),
    "claude was sent the default maxTokens 64000, which its service requires: set maxTokens to compare under one value",
  ]);
  expect(audit.get("p/gpt")!.reasons).toEqual([
    expect.stringMatching(/^gpt has no seed/),
    "temperature was left out for gpt, whose service refuses it",
    expect.stringMatching(/confounded by params\.temperature/),
  ]);
  const markdown = await readFile(join(run, "report.md"), "utf8");
  for (const line of [
    "| claude | anthropic | seed | none sent |",
    "| claude | anthropic | maxTokens | sent: default 64000 (required) |",
    "| gpt | openai:responses | temperature | refused and omitted |",
    String.raw`| mistral | mistral | seed | sent as random\_seed |`,
    "| llama | ollama | temperature | sent 0.5 as options.temperature |",
  ])
    expect(markdown).toContain(line);
});

test("the cost of a correct answer is in the report and in summary.csv", async () => {
  const report = JSON.parse(await readFile(join(run, "report.json"), "utf8")) as Report;
  const cost = (id: string) => report.variants.find(({ variant }) => variant === id)!.metrics[0]!.costPerCorrectUsd;
  expect(cost("p/claude")).toBeCloseTo(0.000_051, 9);
  expect(cost("p/mistral")).toBeCloseTo(0.000_008_2, 9);
  expect(cost("p/gemini")).toBeUndefined();
  const [head = "", ...lines] = (await readFile(join(run, "summary.csv"), "utf8")).trimEnd().split("\r\n");
  const column = head.split(",").indexOf("cost_per_correct");
  expect(lines.map((line) => line.split(",")[column])).toEqual(["0.000051", "", "", "0.0000082", "", ""]);
});

test("no key is in any file", async () => {
  for (const name of await readdir(run)) expect(await readFile(join(run, name), "utf8"), name).not.toContain("canary");
});
