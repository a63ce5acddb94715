import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { capitalAnswer, CAPITALS_CSV, capitalsYaml } from "./fixtures.ts";
import { freePort, openaiServer } from "./openai-server.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { folderWith } from "./sameseed.ts";

/** A port that was free a moment ago and has no listener. */
const NOWHERE = `http://127.0.0.1:${await freePort()}/v1`;
const good = capitalsYaml(NOWHERE);

interface Mistake {
  readonly files: Record<string, string>;
  readonly says: readonly (string | RegExp)[];
  readonly args?: readonly string[];
}

const mistakes: Record<string, Mistake> = {
  "an unknown key": {
    files: { "benchmark.yaml": good.replace("repeats:", "repeat:") },
    says: ["benchmark.yaml:3:1", 'unknown key "repeat"', 'Did you mean "repeats"?'],
  },
  "an unknown key inside a model": {
    files: { "benchmark.yaml": good.replace("temperature: 0.7}", "temprature: 0.7}") },
    says: [/benchmark\.yaml:10:\d+/, '"temprature"', 'Did you mean "temperature"?'],
  },
  "broken YAML": {
    files: { "benchmark.yaml": "name: x\ncases: [1, 2\nprompts: {" },
    says: [/benchmark\.yaml:\d+:\d+/],
  },
  "a missing key": { files: { "benchmark.yaml": good.replace("name: capitals\n", "") }, says: ["name is missing"] },
  "an unknown scorer": {
    files: { "benchmark.yaml": good.replace("contains:", "contians:") },
    says: [/benchmark\.yaml:1\d:\d+/, "contians", "contains"],
  },
  "an unknown model": {
    files: { "benchmark.yaml": good.replace(/models:[^]*scorers:/, "models: [opnai:gpt-4o]\nscorers:") },
    says: ['"opnai:gpt-4o" is not a model id', 'Did you mean "openai:gpt-4o"?'],
  },
  "a missing key of the API": {
    files: { "benchmark.yaml": good.replaceAll(/, baseUrl: "[^"]*"/g, "") },
    says: ["OPENAI_API_KEY is not set"],
  },
  "an unreachable server": {
    files: {},
    says: ['Model "', "cannot be used", "ECONNREFUSED", "Check that the server runs"],
  },
  "an unknown template variable": {
    files: { "benchmark.yaml": good.replace('{{country}}?"}\n', '{{contry}}?"}\n') },
    says: ['Prompt "direct", case "fr"', '"contry" is missing', "country"],
  },
  "a duplicate case id": { files: { "cases.csv": `${CAPITALS_CSV}fr,France,Paris\n` }, says: ['"fr"', "cases.csv"] },
  "an empty dataset": { files: { "cases.csv": "id,country,capital\n" }, says: ["has no cases"] },
  "a missing dataset": {
    files: { "benchmark.yaml": good.replace("./cases.csv", "./nothing.csv") },
    says: ["nothing.csv"],
  },
  "a CSV row with too many fields": {
    files: { "cases.csv": "id,country,capital\nfr,France,Paris,Lyon\n" },
    says: [/cases\.csv.*2/, "4", "3"],
  },
  "a CSV quote that never closes": {
    files: { "cases.csv": 'id,country,capital\nfr,"France,Paris\n' },
    says: [/cases\.csv.*2/, /quote/i],
  },
  "broken JSONL": {
    files: {
      "cases.jsonl": '{"id":"a","country":"x","capital":"y"}\n{"id": oops}\n',
      "benchmark.yaml": good.replace("cases.csv", "cases.jsonl"),
    },
    says: ["cases.jsonl, line 2, column 8"],
  },
  "an unknown flag": {
    files: {},
    args: ["run", "benchmark.yaml", "--sede", "7"],
    says: ["unknown option '--sede'", "Did you mean --seed?"],
  },
  "a flag that is not a number": {
    files: {},
    args: ["run", "benchmark.yaml", "-j", "many"],
    says: ["expected an integer ≥ 1, got"],
  },
  "a benchmark that does not exist": { files: {}, args: ["run", "nothing.yaml"], says: ["no file nothing.yaml"] },
  "a script without a default export": {
    files: { "b.ts": "export const x = 1;\n" },
    args: ["run", "b.ts"],
    says: ["b.ts has no default export"],
  },
  "a script that throws": {
    files: { "b.ts": "\nthrow new Error('boom');\n" },
    args: ["run", "b.ts"],
    says: ["b.ts does not load: boom", "b.ts:2"],
  },
  "an unknown command": { files: {}, args: ["rnu"], says: ["unknown command 'rnu'", "Did you mean run?"] },
  "a run to resume that does not exist": {
    files: {},
    args: ["run", "benchmark.yaml", "--resume"],
    says: ["no unfinished run"],
  },
};

test.each(Object.entries(mistakes))(
  "%s: a clear error, exit 2, no run folder",
  async (_, { files, says, args = ["run", "benchmark.yaml"] }) => {
    await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": good, ...files });
    const { code, stderr } = await sameseed(args, { cwd: folder.path });
    for (const said of says) expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/^\s+at /m); // no stack
    expect(code).toBe(2);
    const results = await readdir(`${folder.path}/results`).catch(() => []);
    expect(results).toEqual([]);
  },
);

test("a refused key ends the run at the first answer, without the key in any output", async () => {
  await using server = await openaiServer({
    reply: () => ({
      status: 401,
      body: { error: { message: "Incorrect API key provided: sk-canary-9", code: "invalid_api_key" } },
    }),
  });
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const { code, stdout, stderr } = await sameseed(["run", "benchmark.yaml", "-j", "2"], {
    cwd: folder.path,
    env: { OPENAI_API_KEY: "sk-canary-9" },
  });
  expect(code).toBe(2);
  expect(stderr).toContain("Check the key");
  expect(stdout + stderr).not.toContain("canary");
  // A model's first refusal ends its trials. Until then both slots may have sent to it, while the other model was refused.
  for (const model of ["small", "large"])
    expect(server.requests.filter(({ body }) => body.model === model).length).toBeLessThanOrEqual(2);
  expect(await readdir(`${folder.path}/results`)).toEqual([]);
});

test("--help works everywhere and shows an example", async () => {
  await using folder = await folderWith({});
  for (const command of ["run", "init", "validate", "list", "show", "serve-tiny"]) {
    const { code, stdout } = await sameseed([command, "--help"], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toContain(`Example:\n  sameseed ${command}`);
  }
});

test("the same mistake after a successful run leaves the earlier run unchanged", async () => {
  await using server = await openaiServer({ reply: capitalAnswer });
  await using folder = await folderWith({
    "cases.csv": CAPITALS_CSV,
    "benchmark.yaml": capitalsYaml(server.url),
    "broken.yaml": good,
  });
  await sameseed(["run", "benchmark.yaml"], { cwd: folder.path });
  await sameseed(["run", "broken.yaml"], { cwd: folder.path });
  expect(await readdir(`${folder.path}/results`)).toHaveLength(1);
});
