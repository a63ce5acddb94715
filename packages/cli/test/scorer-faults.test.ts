import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Row } from "@sameseed/core";
import { expect, test } from "vitest";
import { openaiServer } from "./openai-server.ts";
import { type Folder, folderWith, sameseed, startSameseed } from "./sameseed.ts";

const CASES = 12;
const ODD = "c7";
const casesCsv = `id,n\n${Array.from({ length: CASES }, (_, number) => `c${number},${number}`).join("\n")}\n`;

/** Scorers of a benchmark file that break on one case, each in a different way. */
const HOSTILE: Readonly<Record<string, string>> = {
  late: 'setTimeout(() => { throw new Error("late") })',
  unawaited: 'Promise.reject(new Error("forgotten"))',
  exit: "process.exit(0)",
  kill: 'process.kill(process.pid, "SIGKILL")',
  hang: "return new Promise(() => {})",
  loop: "for (;;);",
};

const yaml = (url: string) => `name: hostile
cases: cases.csv
prompts: [{id: p, text: "{{id}}"}]
models: [{id: m, model: "openai:m", baseUrl: "${url}"}]
scorers:
  - contains: {expected: c}
  - regex: {pattern: "^(a+)+$", metric: pattern, timeoutMs: 200}
${Object.entries(HOSTILE)
  .map(
    ([metric, code]) =>
      `  - javascript: {metric: ${metric}, timeoutMs: 3000, value: ${JSON.stringify(`if (context.vars.id === "${ODD}") { ${code} } return true;`)}}`,
  )
  .join("\n")}
`;

const typescript = (url: string) => `import { contains, csv, custom, defineBenchmark, openai } from "sameseed";
const isOdd = ({ case: { id } }) => id === "${ODD}";
export default defineBenchmark({
  name: "hostile",
  cases: csv("cases.csv"),
  prompts: [{ id: "p", text: "{{id}}" }],
  models: [{ id: "m", model: openai("m", { baseUrl: "${url}" }) }],
  scorers: [
    contains({ expected: "c" }),
    custom("exit", (answer) => (isOdd(answer) ? process.exit(0) : true)),
    custom("late", (answer) => { if (isOdd(answer)) setTimeout(() => { throw new Error("late"); }); return true; }),
    custom("unawaited", (answer) => { if (isOdd(answer)) Promise.reject(new Error("forgotten")); return true; }),
    custom("kill", async (answer) => {
      if (process.env.KILL && isOdd(answer)) process.kill(process.pid, "SIGKILL");
      return true;
    }),
  ],
});
`;

async function rowsOf({ path }: Folder): Promise<Row[]> {
  const [run] = await readdir(join(path, "results"));
  const lines = (await readFile(join(path, "results", run!, "rows.jsonl"), "utf8")).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Row);
}

/** Every answer has its row, and only hostile scorers on the odd case are undecided. */
function expectOnlyOdd(rows: readonly Row[], names: readonly string[]): void {
  expect(rows.map(({ trial }) => trial.index).toSorted((a, b) => a - b)).toEqual([...Array(CASES).keys()]);
  for (const { trial, scores } of rows) {
    const isOdd = trial.case.id === ODD;
    expect(scores["contains"]!.value).toBe(1);
    for (const name of names) expect([name, scores[name]!.value]).toEqual([name, isOdd ? null : 1]);
  }
}

test("scorers that throw late, hang, loop, exit or kill their process cost their own score", async () => {
  await using server = await openaiServer({
    reply: ({ body }) => (body.messages[0]!.content === ODD ? `c ${"a".repeat(40)}!` : "c"),
  });
  await using folder = await folderWith({ "cases.csv": casesCsv, "benchmark.yaml": yaml(server.url) });
  const ran = await sameseed(["run", "benchmark.yaml"], { cwd: folder.path, env: { OPENAI_API_KEY: "k" } });
  expect(ran).toMatchObject({ code: 0 });
  expect(server.requests).toHaveLength(CASES);
  expectOnlyOdd(await rowsOf(folder), Object.keys(HOSTILE));
});

test("pays for an answer once, even if a scorer kills the benchmark's process", async () => {
  await using server = await openaiServer({ reply: () => "c" });
  await using folder = await folderWith({ "cases.csv": casesCsv, "benchmark.ts": typescript(server.url) });
  const env = { OPENAI_API_KEY: "k" };
  const args = ["run", "benchmark.ts", "-j", "3"];
  const killed = startSameseed(args, { cwd: folder.path, env: { ...env, KILL: "1" } });
  await killed.finished;
  expect(killed.signalCode).toBe("SIGKILL");
  const inFlight = 3;
  const before = server.requests.length;
  expect(await sameseed([...args, "--resume"], { cwd: folder.path, env })).toMatchObject({ code: 0 });
  expectOnlyOdd(await rowsOf(folder), ["exit", "late", "unawaited"]);
  const asked = Map.groupBy(server.requests, ({ body }) => body.messages[0]!.content);
  expect(asked.get(ODD)).toHaveLength(1);
  expect(server.requests.length - CASES).toBeLessThan(inFlight);
  expect(before).toBeLessThan(CASES + 1);
});

test("a scorer's output about an answer is not a command for a terminal or a CI service", async () => {
  await using server = await openaiServer({ reply: () => "c\n::error::forged\n\u001b[2Jgone" });
  await using folder = await folderWith({
    "cases.csv": "id\na\n",
    "benchmark.yaml": `name: prints
cases: cases.csv
prompts: [{id: p, text: "{{id}}"}]
models: [{id: m, model: "openai:m", baseUrl: "${server.url}"}]
scorers: [{javascript: {metric: s, value: "console.log(output); console.error(output); return true"}}]
`,
  });
  const { code, stderr } = await sameseed(["run", "benchmark.yaml"], {
    cwd: folder.path,
    env: { OPENAI_API_KEY: "k" },
  });
  expect(code).toBe(0);
  expect(stderr).toContain("\\u003a:error::forged");
  expect(stderr).not.toMatch(/^::/m);
  expect(stderr).not.toContain("\u001b[2J");
});
