import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  azure,
  contains,
  custom,
  defineBenchmark,
  equals,
  fake,
  type Model,
  ModelError,
  openai,
  type Row,
  runBenchmark,
} from "sameseed";
import { expect, test } from "vitest";
import { capitalAnswer } from "./fixtures.ts";
import { openaiServer } from "./openai-server.ts";
import { folderWith } from "./sameseed.ts";

const cases = [
  { id: "fr", vars: { country: "France" }, expected: "Paris" },
  { id: "de", vars: { country: "Germany" }, expected: "Berlin" },
];

test("a benchmark runs from code against a real endpoint, typed end to end", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith({});
  const benchmark = defineBenchmark({
    name: "capitals",
    seed: 7,
    cases,
    prompts: [
      { id: "text", text: "Capital of {{country}}?" },
      { id: "function", render: ({ country }) => `Capital of ${country}, please?` },
    ],
    models: [openai("large", { baseUrl: server.url })],
    scorers: [contains()],
  });
  const rows: Row[] = [];
  const finished = await runBenchmark(benchmark, { out: folder.path, onRow: (row) => rows.push(row) });
  expect(rows).toHaveLength(4);
  expect(finished!.report.variants.map(({ variant, metrics }) => [variant, metrics[0]!.mean])).toEqual([
    ["text/openai:large", 1],
    ["function/openai:large", 1],
  ]);
  expect(server.requests.map(({ body }) => body.messages[0]!.content)).toContain("Capital of France, please?");
  expect(finished!.files.map((file) => file.slice(finished!.folder.length + 1))).toContain("rows.csv");
});

test("fake models and custom scorers need no key and no network", async () => {
  await using folder = await folderWith({});
  const finished = await runBenchmark(
    {
      name: "fakes",
      repeats: 3,
      cases,
      prompts: [{ id: "p", text: "{{country}}" }],
      models: [fake("echo", (request) => `${request.messages[0]!.content} ${request.seed}`), fake("mute", "…")],
      scorers: [custom("short", ({ output }) => (output.length < 5 ? 1 : 0)), equals({ expected: "…" })],
    },
    { out: folder.path },
  );
  const [echo, mute] = finished!.report.variants;
  expect(mute!.metrics.map(({ metric, mean }) => [metric, mean])).toEqual([
    ["score", 1],
    ["short", 1],
    ["equals", 1],
  ]);
  expect(echo!.metrics[0]!.mean).toBe(0);
  expect(finished!.report.comparisons.map(({ metric, b }) => `${metric} ${b}`)).toEqual([
    "score p/mute",
    "short p/mute",
    "equals p/mute",
  ]);
});

test("a custom model is an object with an id and complete(); an error that it throws becomes a failed row", async () => {
  await using folder = await folderWith({});
  const moody: Model = {
    id: "moody",
    async complete({ case: id }) {
      if (id === "de") throw new ModelError("bad_request", "not today");
      return {
        text: "Paris",
        finishReason: "stop",
        refusal: null,
        systemFingerprint: null,
        modelVersion: null,
        usage: null,
        costUsd: null,
        ttftMs: null,
      };
    },
  };
  const finished = await runBenchmark(
    { name: "own", cases, prompts: [{ id: "p", text: "{{country}}" }], models: [moody], scorers: [equals()] },
    { out: folder.path },
  );
  expect(finished!.report.manifest.counts).toEqual({ planned: 2, completed: 1, truncated: 0, refused: 0, failed: 1 });
  const csv = await readFile(join(finished!.folder, "rows.csv"), "utf8");
  expect(csv).toContain("bad_request");
});

test("the A/A control runs the baseline twice and shows the noise floor", async () => {
  await using folder = await folderWith({});
  const many = Array.from({ length: 30 }, (_, number) => ({ id: `c${number}`, vars: { n: number }, expected: "1" }));
  const finished = await runBenchmark(
    {
      name: "aa",
      cases: many,
      prompts: [
        { id: "p", text: "{{n}}" },
        { id: "q", text: "{{n}}!" },
      ],
      models: [fake("coin", ({ seed }) => String(seed! % 2))],
      scorers: [equals()],
    },
    { out: folder.path, aa: true },
  );
  const control = finished!.report.comparisons.find(({ isControl }) => isControl)!;
  expect(control.b).toBe("p/coin (A/A)");
  expect(control.conclusion).toMatch(/^A\/A control: p\/coin against itself is within /);
  expect(finished!.report.comparisons).toHaveLength(2);
});

test("azure: speaks to a deployment through the SDK, with the key in no file", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith({});
  const endpoint = server.url.replace("/v1", "");
  const model = await azure("large", { endpoint, apiKey: "azure-canary-1" });
  const finished = await runBenchmark(
    {
      name: "azure",
      seed: 3,
      cases,
      prompts: [{ id: "p", text: "Capital of {{country}}?" }],
      models: [model],
      scorers: [contains()],
    },
    { out: folder.path },
  );
  expect(finished!.report.variants[0]).toMatchObject({ variant: "p/azure:large", completed: 2 });
  expect(server.requests[0]!.path).toMatch(/^\/openai\/deployments\/large\/chat\/completions\?api-version=/);
  expect(server.requests.every(({ body }) => typeof body.seed === "number")).toBe(true);
  for (const file of ["manifest.json", "rows.jsonl", "report.json"]) {
    expect(await readFile(join(finished!.folder, file), "utf8")).not.toContain("canary");
  }
});

test("azure: refuses an unenforceable cost limit before the first request", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith({});
  const model = await azure("large", { endpoint: server.url.replace("/v1", ""), apiKey: "key" });
  const benchmark = {
    name: "azure",
    cases,
    prompts: [{ id: "p", text: "{{country}}" }],
    models: [model],
    scorers: [contains()],
  };
  await expect(runBenchmark(benchmark, { out: folder.path, budget: { maxCostUsd: 1 } })).rejects.toThrowError(
    "the price of azure:large is unknown",
  );
  expect(server.requests).toEqual([]);
  const priced = await runBenchmark(benchmark, {
    out: folder.path,
    budget: { maxCostUsd: 1 },
    prices: { "azure:large": { input: 1, output: 1 } },
  });
  expect(priced!.report.variants[0]!.costUsd).toBeCloseTo(26e-6, 12);
});

test("azure: without an endpoint can be planned, and a run names the missing setting", async () => {
  await using folder = await folderWith({});
  const model = await azure("large", { endpoint: "", apiKey: "" });
  const benchmark = {
    name: "azure",
    cases,
    prompts: [{ id: "p", text: "{{country}}" }],
    models: [model],
    scorers: [contains()],
  };
  await expect(runBenchmark(benchmark, { out: folder.path })).rejects.toThrowError("AZURE_OPENAI_ENDPOINT is not set");
});
