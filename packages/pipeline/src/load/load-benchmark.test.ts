import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
