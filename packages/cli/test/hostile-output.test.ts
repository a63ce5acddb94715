import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { openaiServer } from "./openai-server.ts";
import { folderWith } from "./sameseed.ts";

const HOSTILE =
  "x\u001b[31m\u001b]0;title\u0007\u202e\u009b2J\r\n::error::pwned\n##[add-mask]y\n##vso[task.setvariable]z";
// oxlint-disable-next-line no-control-regex -- matches control characters on purpose
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|^\s*::|##(?:\[|vso\[)/m;

test("no text of a dataset, a config or a service moves the cursor, colours or runs a CI command", async () => {
  let count = 0;
  await using server = await openaiServer({
    reply: ({ body }) => {
      count++;
      if (body.model === "gone") return { status: 404, body: { error: { message: HOSTILE } } };
      if (count % 5 === 0) return { status: 400, body: { error: { message: HOSTILE } } };
      const message = { role: "assistant", content: HOSTILE };
      return {
        status: 200,
        body: {
          model: `m${count}${HOSTILE}`,
          system_fingerprint: `fp${count}${HOSTILE}`,
          choices: [{ index: 0, message, finish_reason: "stop" }],
        },
      };
    },
  });
  const cases = Array.from({ length: 12 }, (_, place) => ({
    id: `c${place}${HOSTILE}`,
    vars: { q: HOSTILE, [`v${HOSTILE}`]: "a" },
    expected: HOSTILE,
  }));
  const benchmark = {
    name: `b ${HOSTILE}`,
    cases,
    prompts: [
      { id: `p${HOSTILE}`, text: "{{q}}" },
      { id: "plain", text: "Say {{q}}" },
    ],
    models: ["m", "gone"].map((name) => ({ id: `${name}${HOSTILE}`, model: `openai:${name}`, baseUrl: server.url })),
    scorers: [{ equals: { metric: `s${HOSTILE}` } }, { contains: { metric: "c", expected: "pwned" } }],
  };
  const broken = { ...benchmark, prompts: [{ id: `p${HOSTILE}`, text: `{{${"missing"}}}` }] };
  await using folder = await folderWith({
    "benchmark.json": JSON.stringify(benchmark),
    "b.yaml": JSON.stringify(benchmark),
    "broken.yaml": JSON.stringify(broken),
  });
  const cwd = folder.path;
  const printed: Record<string, string> = {};
  for (const args of [
    ["validate", "b.yaml"],
    ["validate", "broken.yaml"],
    ["run", "b.yaml", "--dry-run"],
    ["run", "b.yaml", "--format", "xlsx"],
    ["run", "b.yaml", "--no-progress-bar"],
    ["list"],
    ["show", "latest"],
    ["compare", "latest", "--json"],
    ["verify", "latest"],
  ]) {
    const { stdout, stderr } = await sameseed(args, { cwd, env: { OPENAI_API_KEY: "sk-canary-0123456789" } });
    printed[args.join(" ")] = stdout + stderr;
    if (args.includes("--json")) expect(JSON.parse(stdout)).toBeTypeOf("object");
  }
  for (const [command, text] of Object.entries(printed))
    expect.soft(RAW.exec(text)?.[0], `${command}: ${text.slice(0, 600)}`).toBeUndefined();
  expect(printed["run b.yaml --no-progress-bar"]).toContain("\\u001b[31m");
  const [id] = (await readdir(join(cwd, "results"))).toSorted();
  const markdown = await readFile(join(cwd, "results", id!, "report.md"), "utf8");
  expect(RAW.exec(markdown)?.[0]).toBeUndefined();
});
