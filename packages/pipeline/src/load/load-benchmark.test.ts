import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Dataset, SameseedError } from "@sameseed/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadBenchmark } from "./load-benchmark.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sameseed-load-"));
  await mkdir(join(folder, "empty"));
  for (const name of ["benchmark.yaml", "benchmark.schema.json", "notes.txt"]) await writeFile(join(folder, name), "");
});
afterEach(() => rm(folder, { recursive: true }));

test.each([
  ["benchmrak.yaml", "There is no file @/benchmrak.yaml.", "Did you mean @/benchmark.yaml?"],
  ["nothing.ts", "There is no file @/nothing.ts.", "sameseed init writes a benchmark to begin with."],
  [
    "nowhere/benchmark.ts",
    "There is no file @/nowhere/benchmark.ts.",
    "sameseed init writes a benchmark to begin with.",
  ],
  ["", "@/ is a folder.", "Name the file: @/benchmark.yaml."],
  ["empty", "@/empty is a folder.", "Name the benchmark file in it."],
  ["notes.txt", "@/notes.txt is not a benchmark file.", "Use .ts, .js, .yaml or .yml."],
])("%j is not a benchmark file, and the error has a remedy", async (name, message, hint) => {
  const error = (await loadBenchmark(`${folder}/${name}`).catch((thrown: unknown) => thrown)) as SameseedError;
  const said = [error.message, error.hint].map((text) => text?.replaceAll(folder, "@"));
  expect(said).toEqual([message, hint]);
});

test.skipIf(process.platform === "win32").each(["pipe.yaml", "pipe.ts"])(
  "%s, a named pipe, is refused at once, not waited for",
  async (name) => {
    execFileSync("mkfifo", [join(folder, name)]);
    await expect(loadBenchmark(join(folder, name))).rejects.toThrow("is a named pipe, not a benchmark file.");
  },
);

test("merge keys of YAML replace keys that they name, in the benchmark and in its data files", async () => {
  await writeFile(join(folder, "cases.yaml"), "- &first {id: a, expected: x, q: 1}\n- {<<: *first, id: b}\n");
  await writeFile(
    join(folder, "merged.yaml"),
    `name: merged
cases: cases.yaml
prompts: [{id: p, text: "{{q}}"}]
models:
  - &small {id: small, model: echo, params: {temperature: 0, topP: 0.5}}
  - {<<: *small, id: large, params: {temperature: 1}}
scorers: [contains]
`,
  );
  const { models, cases } = await loadBenchmark(join(folder, "merged.yaml"));
  expect(models).toMatchObject([
    { id: "small", params: { temperature: 0, topP: 0.5 } },
    { id: "large", params: { temperature: 1 } },
  ]);
  expect(await Array.fromAsync((cases as Dataset).cases())).toMatchObject([
    { id: "a", vars: { q: 1 }, expected: "x" },
    { id: "b", vars: { q: 1 }, expected: "x" },
  ]);
});

test.each(["", "\n\n", "# to do\n", "---\n"])("a benchmark file with %j is empty", async (text) => {
  await writeFile(join(folder, "b.yaml"), text);
  await expect(loadBenchmark(join(folder, "b.yaml"))).rejects.toMatchObject({
    code: "BAD_BENCHMARK",
    message: expect.stringMatching(/b\.yaml is empty\.$/) as string,
    hint: expect.stringContaining("sameseed init") as string,
  });
});

const WHOLE = `name: whole
cases: [{id: a, vars: {q: x}, expected: x}]
prompts: [{id: p, text: "{{q}}"}]
models:
  - echo
scorers:
  - equals
`;

/** The message, without the folder of this test. */
async function mistakeIn(file: string): Promise<string> {
  const { message } = (await loadBenchmark(file).catch((thrown: unknown) => thrown)) as SameseedError;
  return message.replaceAll(`${relative(process.cwd(), folder)}/`, "").replaceAll(`${folder}/`, "");
}

test.each([
  ['  - regex: {pattern: "("}', '8:12: scorers[1].regex: The pattern "(" does not compile.'],
  ["  - classifier: {metric: tone}", "8:17: scorers[1].classifier: A classifier needs either examples or a url."],
  [
    '  - derived: {metric: sum, value: "equals +"}',
    '8:14: scorers[1].derived: The expression "equals +" ends too early.',
  ],
  ["  - is-json: {schema: none.json}", "8:5: scorers[1]: There is no schema none.json."],
  [
    '  - assert-set:\n      scorers:\n        - equals\n        - not-regex: {pattern: "["}',
    '11:22: scorers[1].assert-set.scorers[1].not-regex: The pattern "[" does not compile.',
  ],
  ["judge: file://none.js", "8:8: judge: There is no script none.js."],
  ["judge: [echo, file://none.js]", "8:15: judge[1]: There is no script none.js."],
])("a benchmark file with %j names the place of what cannot be built", async (added, message) => {
  const file = join(folder, "whole.yaml");
  await writeFile(file, `${WHOLE}${added}\n`);
  expect(await mistakeIn(file)).toContain(`whole.yaml:${message}`);
});

test.each([
  ["  - echo", "  - file://none.ts", "5:5: models[0]: There is no script none.ts."],
  ['[{id: p, text: "{{q}}"}]', "[none.txt]", "3:11: prompts[0]: There is no prompt file none.txt."],
  ['[{id: p, text: "{{q}}"}]', "none.txt", "3:10: prompts: There is no prompt file none.txt."],
])("so does one with %j replaced by %j", async (replaced, by, message) => {
  const file = join(folder, "whole.yaml");
  await writeFile(file, WHOLE.replace(replaced, by));
  expect(await mistakeIn(file)).toBe(`whole.yaml:${message}`);
});

test("a benchmark as a script names the line that builds a scorer with a mistake", async () => {
  const file = join(folder, "built.mjs");
  const core = new URL("../../../scorer/src/index.ts", import.meta.url).href;
  await writeFile(
    file,
    `import { regex } from ${JSON.stringify(core)};\nexport default {\n  scorers: [regex("(")],\n};\n`,
  );
  await expect(loadBenchmark(file)).rejects.toThrow('built.mjs:3:13: The pattern "(" does not compile.');
});
