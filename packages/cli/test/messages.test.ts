import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { type OpenaiServer, openaiServer, type SeenRequest } from "./openai-server.ts";
import { folderWith } from "./sameseed.ts";

const GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const TOOLS = `- type: function
  function:
    name: weather
    parameters: {type: object, properties: {city: {type: string}}, required: [city]}
`;
const CASES = [
  {
    id: "rome",
    expected: "weather",
    picture: "pictures/dot.gif",
    turns: [{ role: "user", content: "Hello {{city}}" }],
  },
  {
    id: "oslo",
    expected: "weather",
    picture: "https://x.test/oslo.png",
    turns: [{ role: "assistant", content: "Hi" }],
  },
];

function benchmark(url: string): string {
  return `name: tools
cases: cases.jsonl
prompts:
  - id: look
    messages:
      - "{{turns}}"
      - role: user
        content:
          - {type: text, text: "Weather in {{id}}?"}
          - {type: image_url, image_url: {url: "{{picture}}", detail: low}}
models:
  - id: m
    model: openai:m
    baseUrl: ${url}
    params: {tools: tools.yaml, toolChoice: auto, responseFormat: answer.schema.json, reasoningEffort: low}
scorers:
  - tool-call-f1
  - is-valid-openai-tools-call: {tools: tools.yaml, metric: valid}
`;
}

/** Calls the weather tool, with a unique id for each call as services have them. */
function weather(_: SeenRequest, number: number): { status: number; body: unknown } {
  const call = { id: `call_${number}`, type: "function", function: { name: "weather", arguments: '{"city":"x"}' } };
  const message = { role: "assistant", content: null, tool_calls: [call], reasoning_content: "They ask for weather." };
  return { status: 200, body: { model: "m-1", choices: [{ message, finish_reason: "tool_calls" }] } };
}

async function withBenchmark(work: (cwd: string, server: OpenaiServer) => Promise<void>): Promise<void> {
  await using server = await openaiServer({ reply: weather });
  await using folder = await folderWith({
    "benchmark.yaml": benchmark(server.url),
    "tools.yaml": TOOLS,
    "answer.schema.json": '{"type": "object"}',
    "cases.jsonl": CASES.map((one) => JSON.stringify(one)).join("\n"),
    "pictures/dot.gif": "",
  });
  await writeFile(join(folder.path, "pictures/dot.gif"), Buffer.from(GIF, "base64"));
  await work(folder.path, server);
}

async function rowsOf(cwd: string, run = 0): Promise<Record<string, string>[]> {
  const runs = (await readdir(join(cwd, "results"))).toSorted();
  const text = await readFile(join(cwd, "results", runs[run]!, "rows.csv"), "utf8");
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

test("images, conversations, tools and formats reach the service, and its calls the row", () =>
  withBenchmark(async (cwd, server) => {
    const ran = await sameseed(["run", "benchmark.yaml"], { cwd });
    expect(ran).toMatchObject({ code: 0 });

    const bodies = server.requests.map(({ body }) => body as unknown as Record<string, unknown>);
    const first = bodies.find(({ messages }) => JSON.stringify(messages).includes("Weather in rome"))!;
    expect(first).toMatchObject({
      messages: [
        { role: "user", content: "Hello {{city}}" },
        {
          role: "user",
          content: [
            { type: "text", text: "Weather in rome?" },
            { type: "image_url", image_url: { url: `data:image/gif;base64,${GIF}`, detail: "low" } },
          ],
        },
      ],
      tools: [{ type: "function", function: { name: "weather" } }],
      tool_choice: "auto",
      response_format: { type: "json_schema", json_schema: { name: "answer_schema", schema: { type: "object" } } },
      reasoning_effort: "low",
    });

    const rows = await rowsOf(cwd);
    const call = '[{"type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"x\\"}"}}]';
    expect(rows.map((row) => [row["case"], row["output"], row["score.tool-call-f1"], row["score.valid"]])).toEqual([
      ["rome", call, "1", "1"],
      ["oslo", call, "1", "1"],
    ]);
    const [run] = await readdir(join(cwd, "results"));
    const stored = await readFile(join(cwd, "results", run!, "rows.jsonl"), "utf8");
    expect(stored).toContain('"toolCalls":[{"id":"call_');
    expect(stored).toContain('"reasoning":"They ask for weather."');
    expect(stored).not.toContain(GIF);
    expect(await sameseed(["verify", run!], { cwd })).toMatchObject({ code: 0 });
    expect(await sameseed(["replay", run!, "benchmark.yaml"], { cwd })).toMatchObject({ code: 0 });
  }));

test("another picture is another run, and the cache does not serve the previous picture's answers", () =>
  withBenchmark(async (cwd, server) => {
    const args = ["run", "benchmark.yaml", "--cache", "readwrite"];
    expect(await sameseed(args, { cwd })).toMatchObject({ code: 0 });
    expect(await sameseed(args, { cwd })).toMatchObject({ code: 0 });
    expect(server.requests).toHaveLength(2);
    await writeFile(join(cwd, "pictures/dot.gif"), Buffer.concat([Buffer.from(GIF, "base64"), Buffer.from([0])]));
    expect(await sameseed(args, { cwd })).toMatchObject({ code: 0 });
    expect(server.requests).toHaveLength(3);
    const [run] = (await readdir(join(cwd, "results"))).toSorted();
    const replayed = await sameseed(["replay", run!, "benchmark.yaml"], { cwd });
    expect(replayed).toMatchObject({ code: 2 });
    expect(replayed.stderr).toContain("the files of prompt look");
  }));

test.each([
  ["pictures/dot.gif", "none.gif", 'Prompt "look", case "rome": there is no file none.gif.'],
  ["pictures/dot.gif", "tools.yaml", 'Prompt "look", case "rome": tools.yaml is no PNG, JPEG, GIF or WebP image.'],
])("reports %s as %s before the first request", async (from, to, message) => {
  await withBenchmark(async (cwd, server) => {
    const cases = CASES.map((one) => JSON.stringify(one)).join("\n");
    await writeFile(join(cwd, "cases.jsonl"), cases.replace(from, to));
    const ran = await sameseed(["run", "benchmark.yaml"], { cwd });
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain(message);
    expect(server.requests).toEqual([]);
  });
});

test.each([
  ["tools: tools.yaml,", "tools: none.yaml,", "There is no file of tools none.yaml."],
  ["tools: tools.yaml,", "tools: answer.schema.json,", "answer.schema.json: tools: "],
  ["tools: tools.yaml,", "tools: [{name: weather}],", "benchmark.yaml:15"],
  ["toolChoice: auto", "toolChoice: any", "benchmark.yaml:15"],
  ['"{{turns}}"', '"Hello"', "benchmark.yaml:6:9"],
  ["type: image_url,", "type: image,", "benchmark.yaml:10"],
])("reports %s as %s with its place", async (from, to, message) => {
  await withBenchmark(async (cwd) => {
    const text = await readFile(join(cwd, "benchmark.yaml"), "utf8");
    await writeFile(join(cwd, "benchmark.yaml"), text.replace(from, to));
    const ran = await sameseed(["validate", "benchmark.yaml"], { cwd });
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain(message);
  });
});

test("a plan lists the parts that its token counts leave out", () =>
  withBenchmark(async (cwd) => {
    const planned = await sameseed(["plan", "benchmark.yaml"], { cwd });
    expect(planned).toMatchObject({ code: 0 });
    expect(planned.stdout.replaceAll(/\s+/g, " ")).toContain(
      "Not in the token counts, and paid for as well: images, audio, documents, tools.",
    );
  }));
