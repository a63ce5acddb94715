import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { expect, test } from "vitest";
import { benchmarkJsonSchema } from "@sameseed/pipeline/load";
import { sameseed } from "./hosted-sameseed.ts";
import { folderWith } from "./sameseed.ts";

test.each([
  ["TypeScript", [], "benchmark.ts"],
  ["YAML", ["--yaml"], "benchmark.yaml"],
])("init writes a %s benchmark that runs at once, without a key", async (_, flags, file) => {
  await using folder = await folderWith({});
  const made = await sameseed(["init", "bench", ...flags], { cwd: folder.path });
  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(made.stdout).toContain(`sameseed run bench/${file}`);
  expect((await sameseed(["validate", `bench/${file}`], { cwd: folder.path })).stdout).toContain(
    "24 cases × 2 variants × 2 repeats = 96 trials",
  );
  const { code, stdout } = await sameseed(["run", `bench/${file}`, "--limit", "6"], { cwd: folder.path });
  expect(code).toBe(0);
  expect(stdout).toContain("question/tiny:1m (baseline)");
  expect(stdout).toContain("rows.csv");
});

test("both forms of the benchmark are the same benchmark", async () => {
  await using folder = await folderWith({});
  await sameseed(["init", "ts"], { cwd: folder.path });
  await sameseed(["init", "yaml", "--yaml"], { cwd: folder.path });
  const plans = await Promise.all(
    ["ts/benchmark.ts", "yaml/benchmark.yaml"].map((file) =>
      sameseed(["run", file, "--dry-run"], { cwd: folder.path }),
    ),
  );
  expect(plans[0]!.stdout).toBe(plans[1]!.stdout);
});

test("init overwrites no file without --force", async () => {
  await using folder = await folderWith({ "cases.csv": "mine" });
  const refused = await sameseed(["init"], { cwd: folder.path });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("cases.csv exists already") as string });
  expect(await readFile(join(folder.path, "cases.csv"), "utf8")).toBe("mine");
  expect((await sameseed(["init", "--force"], { cwd: folder.path })).code).toBe(0);
  expect((await readdir(folder.path)).toSorted()).toEqual(["benchmark.ts", "cases.csv"]);
});

test("the shipped JSON Schema is the one that the code uses", async () => {
  const shipped = await readFile(new URL("../schema/benchmark.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(shipped)).toEqual(benchmarkJsonSchema());
});

test("the YAML file names its schema, which is in the same folder", async () => {
  await using folder = await folderWith({});
  await sameseed(["init", "--yaml"], { cwd: folder.path });
  const text = await readFile(join(folder.path, "benchmark.yaml"), "utf8");
  expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=./benchmark.schema.json");
  expect(await readdir(folder.path)).toContain("benchmark.schema.json");
  expect(parse(text)).toMatchObject({ name: "sums", seed: 123 });
});
