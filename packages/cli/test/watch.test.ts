/** `run --watch`: sends changed requests and reuses earlier answers; requests are counted. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { CAPITALS_CSV, capitalAnswer, capitalsYaml } from "./fixtures.ts";
import { openaiServer, type OpenaiServer } from "./openai-server.ts";
import { folderWith, sameseed, startSameseed } from "./sameseed.ts";

const WAITING = "Ctrl-C ends.";
const NO_CHANGE = "every score is as before";

interface Watching {
  readonly child: ReturnType<typeof startSameseed>;
  /** Waits until it prints this. */
  until(marker: string): Promise<void>;
  /** Its output since the last call, once it waits for a change. */
  turn(): Promise<string>;
  /** Saves a file and returns the output of the turn that follows. */
  save(name: string, content: string): Promise<string>;
}
const open: Watching[] = [];
afterEach(async () => {
  for (const { child } of open.splice(0)) {
    child.kill("SIGKILL");
    await child.finished;
  }
});

/** The bin with --watch. */
function watching(cwd: string, file: string, ...flags: string[]): Watching {
  const child = startSameseed(["run", file, "--watch", ...flags], { cwd, env: { OPENAI_API_KEY: "sk-test" } });
  let text = "";
  let told = 0;
  let look = (): void => {};
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (piece: string) => {
      text += piece;
      look();
    });
  const until = async (marker: string): Promise<void> => {
    while (!text.slice(told).includes(marker)) await new Promise<void>((resolve) => (look = resolve));
  };
  const watch: Watching = {
    child,
    until,
    async turn() {
      await until(WAITING);
      const end = text.indexOf(WAITING, told) + WAITING.length;
      const printed = text.slice(told, end);
      told = end;
      return printed;
    },
    async save(name, content) {
      await writeFile(join(cwd, name), content);
      return watch.turn();
    },
  };
  open.push(watch);
  return watch;
}

async function manifests(cwd: string) {
  const ids = (await readdir(join(cwd, "results"))).toSorted();
  return Promise.all(
    ids.map(async (id) => JSON.parse(await readFile(join(cwd, "results", id, "manifest.json"), "utf8"))),
  );
}

/** The benchmark with its first prompt in a separate file. */
function withPromptFile(yaml: string): string {
  return yaml.replace('{id: direct, text: "Capital of {{country}}?"}', "{file: prompts/direct.txt}");
}

async function capitals(server: OpenaiServer, extra = "") {
  return folderWith({
    "benchmark.yaml": withPromptFile(capitalsYaml(server.url, extra)),
    "cases.csv": CAPITALS_CSV,
    "prompts/direct.txt": "Capital of {{country}}?",
  });
}

test("a changed prompt, case, parameter or scorer costs only its own requests", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await capitals(server);
  const { save, turn, child } = watching(folder.path, "benchmark.yaml");
  const asked = (): number => server.requests.splice(0).length;
  expect(await turn()).toContain("40 trials run");
  expect(asked()).toBe(40);

  const prompt = await save("prompts/direct.txt", "Name it. Capital of {{country}}?");
  expect(prompt).toContain("prompts/direct.txt saved: prompt direct changed");
  expect(prompt).toMatch(/20 trials run · 20 reused from \S+/);
  expect(asked()).toBe(20);

  const back = await save("prompts/direct.txt", "Capital of {{country}}?");
  expect(back).toContain("0 trials run");
  expect(asked()).toBe(0);

  const file = await readFile(join(folder.path, "benchmark.yaml"), "utf8");
  const scorer = await save("benchmark.yaml", file.replace("contains: {", "not-contains: {"));
  expect(scorer).toContain("scorer not-contains new, scorer contains gone");
  expect(scorer).toContain("0 trials run · 40 reused");
  await save("benchmark.yaml", file);
  expect(asked()).toBe(0);

  expect(await save("cases.csv", `${CAPITALS_CSV}ca,Canada,Ottawa\n`)).toContain("1 case new");
  expect(asked()).toBe(8);
  const first = CAPITALS_CSV.trimEnd().split("\n");
  const reordered = [first[0], "ca,Canada,Ottawa", ...first.slice(1).toReversed(), ""].join("\n");
  expect(await save("cases.csv", reordered)).toContain("order of the cases changed");
  expect(asked()).toBe(0);
  const reworded = await save("cases.csv", reordered.replace("fr,France", "fr,The France"));
  expect(reworded).toContain("1 case changed");
  expect(asked()).toBe(8);
  const corrected = await save("cases.csv", reordered.replace("fr,France,Paris", "fr,France,Lutetia"));
  expect(corrected).toContain("0 trials run");
  expect(asked()).toBe(0);
  await save("cases.csv", reordered);

  expect(await save("benchmark.yaml", file.replace("maxTokens: 20", "maxTokens: 30"))).toContain("model large changed");
  expect(asked()).toBe(24);

  child.kill("SIGINT");
  expect(await child.finished).toMatchObject({ code: 0 });
});

test("judge requests are sent only for new answers, and for all answers after a change of the rubric", async () => {
  const isJudge = (request: { readonly body: { readonly model: string } }): boolean => request.body.model === "j";
  await using server = await openaiServer({
    reply: (request) => (isJudge(request) ? '{"pass": true, "score": 1, "reason": "fine"}' : capitalAnswer(request)),
  });
  await using folder = await capitals(server, `judge: {id: j, model: "openai:j", baseUrl: "${server.url}"}`);
  const file = (await readFile(join(folder.path, "benchmark.yaml"), "utf8")).replace(
    /scorers:\n.*\n/,
    'scorers:\n  - llm-rubric: {rubric: "Names a capital.", retest: 0}\n',
  );
  await writeFile(join(folder.path, "benchmark.yaml"), file);
  const { save, turn } = watching(folder.path, "benchmark.yaml");
  const asked = () => {
    const requests = server.requests.splice(0);
    const judged = requests.filter(isJudge).length;
    return { answers: requests.length - judged, judged };
  };
  expect(await turn()).toContain("40 trials run");
  expect(asked()).toEqual({ answers: 40, judged: 40 });

  await save("prompts/direct.txt", "Name it. Capital of {{country}}?");
  const { answers, judged } = asked();
  expect(answers).toBe(20);
  expect(judged).toBeLessThanOrEqual(20); // the answers of the other prompt are judged already
  await save("benchmark.yaml", file.replace("Names a capital.", "Names a city."));
  expect(asked()).toEqual({ answers: 0, judged: 40 });
});

test("a turn's folder lists the reused rows, and verify accepts it like any run", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await capitals(server);
  const { save, turn, child } = watching(folder.path, "benchmark.yaml");
  await turn();
  await save("prompts/direct.txt", "Name it. Capital of {{country}}?");
  child.kill("SIGINT");
  await child.finished;

  const [first, second] = await manifests(folder.path);
  expect(first).not.toHaveProperty("reusedFrom");
  expect(second.reusedFrom).toEqual([{ runId: first.runId, rows: 20 }]);
  const rows = await readFile(join(folder.path, "results", second.runId, "rows.jsonl"), "utf8");
  const cached = rows
    .trimEnd()
    .split("\n")
    .map((line) => {
      const { trial, outcome } = JSON.parse(line) as { trial: { prompt: string }; outcome: { cached: boolean } };
      return `${trial.prompt} ${outcome.cached}`;
    });
  expect(new Set(cached)).toEqual(new Set(["chat true", "direct false"]));
  const report = await readFile(join(folder.path, "results", second.runId, "report.md"), "utf8");
  expect(report).toContain("differ in how often a trial came from the cache");
  expect(await sameseed(["verify", second.runId], { cwd: folder.path })).toMatchObject({ code: 0 });
});

test("a chain reuses its known answers, turn by turn", async () => {
  await using server = await openaiServer({
    reply: ({ body: { messages } }) => `re ${messages.length}: ${String(messages.at(-1)!.content)}`,
  });
  const talks = (three = "three") =>
    ["x", "y"]
      .flatMap((chain) =>
        ["one", "two", three, "four"].map((q, turn) =>
          JSON.stringify({ id: `${chain}${turn}`, chain, vars: { q }, ...(turn === 0 && { storeAs: "first" }) }),
        ),
      )
      .join("\n");
  const yaml = (last = "{{q}}", scorer = "contains: {expected: re}") => `name: talks
cases: talks.jsonl
prompts:
  - {id: told, messages: ["{{_conversation}}", {role: user, content: "${last}"}]}
  - {id: alone, text: "{{q}}"}
models: [{id: m, model: "openai:m", baseUrl: "${server.url}"}]
scorers: [{${scorer}}]
`;
  await using folder = await folderWith({ "talks.jsonl": talks(), "benchmark.yaml": yaml() });
  const { save, turn } = watching(folder.path, "benchmark.yaml");
  const asked = (): number => server.requests.splice(0).length;
  expect(await turn()).toContain("16 trials run");
  expect(asked()).toBe(16);
  expect(await save("benchmark.yaml", yaml("{{q}}", "contains: {expected: three}"))).toMatch(
    /0 trials run · 16 reused from \S+/,
  );
  expect(asked()).toBe(0);
  // One prompt is changed: the other one keeps all its answers.
  expect(await save("benchmark.yaml", yaml("{{q}}!"))).toContain("8 trials run · 8 reused");
  expect(asked()).toBe(8);
  // The third question changes: the turns before it keep their answers, and so does one that does not read
  // it.
  expect(await save("talks.jsonl", talks("3"))).toContain("6 trials run · 10 reused");
  expect(asked()).toBe(6);
  expect(await save("talks.jsonl", talks())).toContain("0 trials run · 16 reused");
  expect(asked()).toBe(0);
  for (const { runId } of await manifests(folder.path))
    expect(await sameseed(["verify", runId], { cwd: folder.path })).toMatchObject({ code: 0 });
});

test("shows a mistake in the file and waits for the fix", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await capitals(server);
  const { save, turn } = watching(folder.path, "benchmark.yaml");
  await turn();
  const file = await readFile(join(folder.path, "benchmark.yaml"), "utf8");
  expect(await save("benchmark.yaml", file.replace("scorers:", "scorerz:"))).toContain("error benchmark.yaml:");
  expect(await save("benchmark.yaml", file)).toContain("nothing that counts changed");
  await rm(join(folder.path, "cases.csv"));
  expect(await turn()).toContain("error There is no");
  expect(await save("cases.csv", CAPITALS_CSV)).toContain("nothing that counts changed");
  expect(server.requests).toHaveLength(40);
  expect(await manifests(folder.path)).toHaveLength(1);
});

test("a watch that starts with a mistake runs once it is fixed; failed trials are sent again", async () => {
  let isDown = true;
  await using server = await openaiServer({
    reply: (request) => (isDown && request.body.model === "small" ? { status: 400, body: {} } : capitalAnswer(request)),
  });
  await using folder = await capitals(server);
  const file = await readFile(join(folder.path, "benchmark.yaml"), "utf8");
  await writeFile(join(folder.path, "benchmark.yaml"), "name: [");
  const { save, turn } = watching(folder.path, "benchmark.yaml");
  expect(await turn()).toContain("The file is not valid YAML there.");
  expect(await save("benchmark.yaml", file)).toContain("40 trials run · 20 failed");
  isDown = false;
  expect(await save("benchmark.yaml", `${file}\n`)).toContain("20 trials run · 20 reused");
});

test("reloads a module that the benchmark imports and scores answers again", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  const judge = (condition: string): string =>
    `import { custom } from "sameseed";\nexport const short = custom("short", ({ output }) => isShort(output));\nfunction isShort(output: string) { return ${condition}; }\n`;
  await using folder = await folderWith({
    "package.json": '{"type":"module"}',
    "benchmark.ts": `import { csv, defineBenchmark, openai } from "sameseed";
import { short } from "./lib/judge.ts";
export default defineBenchmark({
  name: "module", cases: csv("../outside/cases.csv"),
  prompts: [{ id: "p", render: ({ country }) => "Capital of " + country + "?" }],
  models: [openai("large", { baseUrl: "${server.url}" })],
  scorers: [short],
});
`,
    "lib/judge.ts": judge("output.length < 5"),
  });
  await mkdir(join(folder.path, "inner/lib"), { recursive: true });
  const inner = join(folder.path, "inner");
  await writeFile(join(inner, "benchmark.ts"), await readFile(join(folder.path, "benchmark.ts"), "utf8"));
  await writeFile(join(inner, "lib/judge.ts"), judge("output.length < 5"));
  await mkdir(join(folder.path, "outside"));
  await writeFile(join(folder.path, "outside/cases.csv"), CAPITALS_CSV);
  const { save, turn } = watching(inner, "benchmark.ts");
  expect(await turn()).toMatch(/p\/openai:large\s+5\s+0\.0 %/);
  expect(await save("lib/judge.ts", judge("output.length < 500"))).toMatch(/p\/openai:large\s+5\s+100\.0 %/);
  expect(server.requests).toHaveLength(5);
  expect(await save("lib/judge.ts", "export const short = 1 +;")).toMatch(/error benchmark\.ts does not load/);
  expect(await save("lib/judge.ts", judge("output.length < 500"))).toContain(NO_CHANGE);
  expect(await save("../outside/cases.csv", `${CAPITALS_CSV}ca,Canada,Ottawa\n`)).toContain("1 trial run · 5 reused");
});

test("a save during a run ends it, and its answers are kept", async () => {
  let isStopped = false;
  // Later requests are slow until the run has ended, so that it cannot be complete before.
  const latencyMs = (number: number): number => (number < 4 || isStopped ? 0 : 1500);
  await using server = await openaiServer({ reply: capitalAnswer, latencyMs });
  await using folder = await capitals(server);
  const { turn, until } = watching(folder.path, "benchmark.yaml", "-j", "2", "--no-progress-bar");
  const file = await readFile(join(folder.path, "benchmark.yaml"), "utf8");
  await expect.poll(() => server.requests.length).toBeGreaterThan(6);
  await writeFile(join(folder.path, "notes.txt"), "nothing that is read");
  await writeFile(join(folder.path, "benchmark.yaml"), file.replace("repeats: 2", "repeats: 1"));
  await until("not run");
  isStopped = true;
  await turn();
  const next = await turn();
  expect(next).toContain("benchmark.yaml");
  expect(next).toContain("reused from");
  const [first, second] = await manifests(folder.path);
  expect(first).toMatchObject({ state: "stopped" });
  expect(second).toMatchObject({ state: "complete", counts: { planned: 20, completed: 20 } });
  const stored: number = first.counts.completed;
  expect(stored).toBeLessThan(40);
  const [{ rows }] = second.reusedFrom as [{ rows: number }];
  expect(server.requests).toHaveLength(stored + 20 - rows);
});

test("Ctrl-C during a run keeps its answers and exits 130", async () => {
  await using server = await openaiServer({ reply: capitalAnswer, latencyMs: (number) => (number < 4 ? 0 : 1000) });
  await using folder = await capitals(server);
  const { child } = watching(folder.path, "benchmark.yaml", "-j", "2");
  await expect.poll(() => server.requests.length).toBeGreaterThan(4);
  child.kill("SIGINT");
  const { code, stderr } = await child.finished;
  expect({ code, stderr }).toMatchObject({ code: 130, stderr: expect.stringContaining("Stopping after the requests") });
  expect((await manifests(folder.path))[0]).toMatchObject({ state: "stopped" });
});

test.each(["--dry-run", "--sequential", "--probe"])("--watch and %s exclude each other", async (flag) => {
  await using folder = await folderWith({});
  const { code, stderr } = await sameseed(["run", "benchmark.yaml", "--watch", flag], { cwd: folder.path });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("cannot be used with") as string });
});
