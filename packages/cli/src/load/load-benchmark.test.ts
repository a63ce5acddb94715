import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SameseedError } from "@sameseed/core";
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
])("%j is no benchmark file, and what to do is said", async (name, message, hint) => {
  const error = (await loadBenchmark(`${folder}/${name}`).catch((thrown: unknown) => thrown)) as SameseedError;
  const said = [error.message, error.hint].map((text) => text?.replaceAll(folder, "@"));
  expect(said).toEqual([message, hint]);
});
