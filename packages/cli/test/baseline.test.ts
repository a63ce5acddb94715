import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { armsBenchmark, ranVariants } from "./runs.ts";
import { folderWith } from "./sameseed.ts";

const ARMS = { cases: 40, right: { a: 30, b: 20 }, repeats: 2 };

test("a baseline file has the scores and hashes, and neither answers nor prompts nor variables", async () => {
  await using folder = await ranVariants(ARMS);
  const saved = await sameseed(["baseline", "save"], { cwd: folder.path });
  expect(saved.stdout).toMatch(/^Wrote sameseed-baseline\.json: 40 cases, 2 variants, \d+ kB\.\n$/);
  const text = await readFile(join(folder.path, "sameseed-baseline.json"), "utf8");
  const file = JSON.parse(text) as { cases: Record<string, { arms: { scores: unknown }[] }> };
  expect(Object.keys(file.cases)).toHaveLength(40);
  expect(file.cases["c025"]!.arms.map(({ scores }) => scores)).toEqual([{ contains: [1, 1] }, { contains: [0, 0] }]);
  expect(text).not.toMatch(/"yes"|"no"|\{\{number\}\}|"vars"/);
  expect(text.split("\n").filter((line) => line.startsWith('    "c0'))).toHaveLength(40);
});

test("baseline show prints the content of the file", async () => {
  await using folder = await ranVariants(ARMS);
  await sameseed(["baseline", "save", "-o", "kept/b.json", "--variant", "b/fake:m"], { cwd: folder.path });
  const { stdout } = await sameseed(["baseline", "show", "kept/b.json"], { cwd: folder.path });
  expect(stdout.split("\n").slice(1)).toEqual([
    "40 cases × 2, seed 123 (derived), scored by contains",
    "  b/fake:m",
    "",
  ]);
});

async function runAgain(path: string, arms: Parameters<typeof armsBenchmark>[0]): Promise<void> {
  await writeFile(join(path, "benchmark.ts"), armsBenchmark(arms));
  expect((await sameseed(["run", "benchmark.ts", "--no-progress-bar", "--out", "later"], { cwd: path })).code).toBe(0);
}

const AGAINST = ["compare", "latest", "--out", "later", "--against", "sameseed-baseline.json"];

test("compares a later run with it variant by variant, and the gate fails on the worse one", async () => {
  await using folder = await ranVariants(ARMS);
  await sameseed(["baseline", "save"], { cwd: folder.path });
  await runAgain(folder.path, { ...ARMS, right: { a: 5, b: 20 } });
  const { code, stdout } = await sameseed([...AGAINST, "--gate"], { cwd: folder.path });
  expect(code).toBe(1);
  expect(stdout).toContain("a/fake:m against a/fake:m [baseline]: worse, -");
  expect(stdout).toContain("the variants are from two runs");
});

test("it gives the numbers that comparing the two runs gives", async () => {
  await using folder = await ranVariants(ARMS);
  await sameseed(["baseline", "save"], { cwd: folder.path });
  await runAgain(folder.path, { ...ARMS, right: { a: 22, b: 25 } });
  const numbers = async (args: readonly string[]): Promise<unknown> => {
    const { stdout, stderr } = await sameseed([...args, "--json"], { cwd: folder.path });
    expect(stderr).toBe("");
    const { comparisons } = JSON.parse(stdout) as {
      comparisons: {
        result: { estimate: number; interval: unknown; n: number; table: unknown };
        verdict: string;
        suiteInterval: unknown;
        sharing: unknown;
      }[];
    };
    return comparisons.map(({ result: { estimate, interval, n, table }, verdict, suiteInterval, sharing }) => ({
      estimate,
      interval,
      n,
      table,
      verdict,
      suiteInterval,
      sharing,
    }));
  };
  expect(await numbers(AGAINST)).toEqual(
    await numbers(["compare", folder.run, "later/latest".replace("latest", await newest(folder.path))]),
  );
});

async function newest(path: string): Promise<string> {
  const { stdout } = await sameseed(["list", "--out", "later"], { cwd: path });
  return stdout.split(" ", 1)[0]!;
}

test("leaves out and counts new or changed cases", async () => {
  await using folder = await ranVariants(ARMS);
  await sameseed(["baseline", "save"], { cwd: folder.path });
  await runAgain(folder.path, { ...ARMS, cases: 45 });
  const { code, stdout, stderr } = await sameseed([...AGAINST, "--gate", "require-not-worse", "--json"], {
    cwd: folder.path,
  });
  expect(stderr).toContain(
    "note 5 of 45 cases of the run are new or have other content than in the baseline file: left out.",
  );
  expect(
    (JSON.parse(stdout) as { comparisons: { result: { n: number } }[] }).comparisons.map(({ result }) => result.n),
  ).toEqual([40, 40]);
  expect(code).toBe(3);
});

test("missing variants and cases leave the gate undecided, in every report; --allow-missing notes them", async () => {
  await using folder = await ranVariants(ARMS);
  await sameseed(["baseline", "save"], { cwd: folder.path });
  await runAgain(folder.path, { ...ARMS, cases: 35, right: { a: 30, renamed: 20 } });
  const gate = [...AGAINST, "--gate", "--junit", "junit.xml", "--markdown", "gate.md"];
  const { code, stdout } = await sameseed(gate, { cwd: folder.path });
  const read = (name: string): Promise<string> => readFile(join(folder.path, name), "utf8");
  expect(code).toBe(3);
  for (const text of [stdout.replaceAll(/\n {2}/g, " "), await read("junit.xml"), await read("gate.md")]) {
    expect(text).toMatch(/b\/fake:m is in the baseline file \([^)]*\) and not in/);
    expect(text).toContain("5 of 40 cases of the baseline");
  }
  const allowed = await sameseed([...AGAINST, "--gate", "--allow-missing"], { cwd: folder.path });
  expect(allowed.code).toBe(0);
  expect(allowed.stderr).toMatch(
    /note b\/fake:m is in the baseline file[^]*note Not compared, because the other run does not have them: renamed/,
  );
});

test("a baseline without a shared case is not comparable, and no gate passes", async () => {
  await using folder = await ranVariants(ARMS);
  await sameseed(["baseline", "save"], { cwd: folder.path });
  const file = join(folder.path, "sameseed-baseline.json");
  await writeFile(
    file,
    (await readFile(file, "utf8")).replaceAll(/"hash":"[0-9a-f]{16}"/g, '"hash":"0000000000000000"'),
  );
  const { code } = await sameseed(["compare", "latest", "--against", file, "--gate"], { cwd: folder.path });
  expect(code).toBe(3);
});

test.each([
  ["sameseed-baseline.json", '{"schemaVersion":2}', "is not a baseline file"],
  ["missing.json", "{}", "There is no baseline file missing.json"],
])("%s with %s is a mistake with a remedy", async (name, content, message) => {
  await using folder = await ranVariants({ cases: 6, right: { a: 3, b: 3 } });
  await writeFile(join(folder.path, "sameseed-baseline.json"), content);
  const { code, stderr } = await sameseed(["compare", "latest", "--against", name], { cwd: folder.path });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string });
  expect(stderr).toContain("sameseed baseline save");
});

test("refuses other scorers, seeds or repeats", async () => {
  await using folder = await ranVariants(ARMS);
  await sameseed(["baseline", "save"], { cwd: folder.path });
  await runAgain(folder.path, { ...ARMS, repeats: 1 });
  expect(await sameseed(AGAINST, { cwd: folder.path })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("differ in repeats") as string,
  });
  expect((await sameseed([...AGAINST, "--force"], { cwd: folder.path })).code).toBe(0);
});

test("cases may be named like members of every JavaScript object", async () => {
  const ids = ["constructor", "toString", "valueOf", "hasOwnProperty", "prototype", "then"];
  await using folder = await folderWith({
    "benchmark.yaml": `name: names
cases: cases.csv
prompts: [{id: constructor, text: "{{id}}"}, {id: toString, text: "x {{id}}"}]
models: [echo]
scorers: [{contains: {expected: "{{id}}"}}]
`,
    "cases.csv": `id\n${ids.join("\n")}\n`,
  });
  const at = { cwd: folder.path };
  for (const args of [
    ["run", "benchmark.yaml"],
    ["baseline", "save"],
    ["verify", "latest", "benchmark.yaml"],
    ["compare", "latest", "--against", "sameseed-baseline.json", "--gate"],
  ])
    expect(await sameseed(args, at)).toMatchObject({ code: 0 });
  const text = await readFile(join(folder.path, "sameseed-baseline.json"), "utf8");
  expect(Object.keys((JSON.parse(text) as { cases: object }).cases).toSorted()).toEqual(ids.toSorted());
});

test("errors name a case that lacks a variant, and two variants with one id", async () => {
  await using folder = await ranVariants(ARMS);
  await sameseed(["baseline", "save"], { cwd: folder.path });
  const path = join(folder.path, "sameseed-baseline.json");
  const file = JSON.parse(await readFile(path, "utf8")) as {
    cases: Record<string, { arms: unknown[] }>;
    variants: unknown[];
  };
  const tell = async (changed: object): Promise<string> => {
    await writeFile(path, JSON.stringify(changed));
    const { code, stderr } = await sameseed(["compare", "latest", "--against", path], { cwd: folder.path });
    expect(code).toBe(2);
    return stderr;
  };
  const { c003: odd, ...others } = file.cases;
  expect(await tell({ ...file, cases: { ...others, c003: { ...odd, arms: odd!.arms.slice(1) } } })).toContain(
    'this version reads: case "c003" has 1 of 2 variants.',
  );
  expect(await tell({ ...file, variants: [file.variants[0], file.variants[0]] })).toContain(
    "two variants have the same id",
  );
});
