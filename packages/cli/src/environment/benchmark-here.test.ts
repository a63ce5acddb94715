import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { benchmarksOf } from "./benchmark-here.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "here-"))));
afterEach(() => rm(folder, { recursive: true }));

async function foundIn(names: readonly string[]): Promise<readonly string[]> {
  await Promise.all(names.map((name) => writeFile(join(folder, name), "")));
  return benchmarksOf([], folder);
}

test.each([
  [["benchmark.ts", "cases.csv"], "benchmark.ts"],
  [["promptfooconfig.yaml"], "promptfooconfig.yaml"],
  [["benchmark.yaml", "promptfooconfig.yaml"], "benchmark.yaml"],
])("for %j it is %s", async (names, found) => {
  expect(await foundIn(names)).toEqual([found]);
});

test("uses named files unchanged", () => {
  expect(benchmarksOf(["a.yaml", "b.yaml"], folder)).toEqual(["a.yaml", "b.yaml"]);
});

test("several files are a question, and no file gives a remedy", async () => {
  expect(() => benchmarksOf([], folder)).toThrow(expect.objectContaining({ hint: expect.stringContaining("init") }));
  await expect(foundIn(["my-bench.yaml"])).rejects.toThrow(
    expect.objectContaining({ hint: "Name the file: sameseed run my-bench.yaml." }),
  );
  await expect(foundIn(["benchmark.ts", "benchmark.yaml"])).rejects.toThrow("several benchmarks here");
});
