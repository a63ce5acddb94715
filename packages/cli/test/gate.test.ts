import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { ranVariants } from "./runs.ts";

const WORSE = { cases: 40, right: { old: 36, new: 10 } };
const BETTER = { cases: 40, right: { old: 10, new: 36 } };
const UNCLEAR = { cases: 40, right: { old: 30, new: 29 } };
const SAME = { cases: 400, right: { old: 300, new: 300 } };

test.each([
  ["worse", WORSE, ["--gate"], 1],
  ["worse", WORSE, ["--gate", "require-not-worse"], 1],
  ["better", BETTER, ["--gate"], 0],
  ["better", BETTER, ["--gate", "require-not-worse"], 0],
  ["inconclusive", UNCLEAR, ["--gate"], 0],
  ["inconclusive", UNCLEAR, ["--gate", "require-not-worse"], 3],
  ["equivalent", SAME, ["--gate", "require-not-worse"], 0],
] as const)("a variant that is %s (%j) passes %j with exit code %i", async (verdict, arms, gate, exit) => {
  await using folder = await ranVariants(arms);
  const { code, stdout } = await sameseed(["compare", "latest", ...gate], { cwd: folder.path });
  expect({ code, stdout }).toEqual({
    code: exit,
    stdout: expect.stringContaining(`new/fake:m against old/fake:m: ${verdict},`) as string,
  });
});

test("without a gate a worse variant is not a failure", async () => {
  await using folder = await ranVariants(WORSE);
  expect((await sameseed(["compare", "latest"], { cwd: folder.path })).code).toBe(0);
});

test("a difference below the margin passes with tolerance", async () => {
  await using folder = await ranVariants({ cases: 400, right: { old: 300, new: 288 } });
  const gate = ["compare", "latest", "--gate", "--margin", "0.1"];
  expect((await sameseed(gate, { cwd: folder.path })).code).toBe(1);
  expect(await sameseed([...gate, "--tolerate-small"], { cwd: folder.path })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("It is tolerated") as string,
  });
  expect(
    (await sameseed(["compare", "latest", "--gate", "--margin", "0.01", "--tolerate-small"], { cwd: folder.path }))
      .code,
  ).toBe(1);
});

test("a threshold applies to the estimate, printed with its interval, and to the baseline too", async () => {
  await using folder = await ranVariants({ cases: 20, right: { old: 2, new: 16 } });
  const all = await sameseed(["compare", "latest", "--threshold", "score=0.8"], { cwd: folder.path });
  expect(all).toMatchObject({ code: 1, stdout: expect.stringContaining("✗ old/fake:m: score 10 %") as string });
  const kept = await sameseed(["compare", "latest", "--threshold", "score=0.8", "--exempt-baseline"], {
    cwd: folder.path,
  });
  expect(kept).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/✓ new\/fake:m: score 80 % \[\d+(\.\d)? %, \d+(\.\d)? %\] over n=20 cases/) as string,
  });
  const missed = await sameseed(["compare", "latest", "--threshold", "score=0.81", "--exempt-baseline"], {
    cwd: folder.path,
  });
  expect(missed).toMatchObject({ code: 1, stdout: expect.stringContaining("✗ new/fake:m: score 80 %") as string });
});

test("a case threshold names the cases that miss it", async () => {
  await using folder = await ranVariants({ cases: 8, right: { old: 2, new: 6 }, repeats: 3 });
  const { code, stdout } = await sameseed(["compare", "latest", "--case-threshold", "score=0.5"], { cwd: folder.path });
  expect(code).toBe(1);
  expect([...stdout.matchAll(/✗ new\/fake:m, case (c\d+)/g)].map(([, id]) => id)).toEqual(["c006", "c007"]);
  expect([...stdout.matchAll(/✗ old\/fake:m, case (c\d+)/g)]).toHaveLength(6);
  expect(stdout).toContain("score 0 % over n=3");
});

test("a run of one variant has thresholds, but nothing to gate", async () => {
  await using folder = await ranVariants({ cases: 8, right: { only: 6 } });
  expect((await sameseed(["compare", "latest", "--threshold", "score=0.7"], { cwd: folder.path })).code).toBe(0);
  expect((await sameseed(["compare", "latest", "--gate", "--threshold", "score=0.7"], { cwd: folder.path })).code).toBe(
    2,
  );
});

test("without a gate a run of one variant is shown", async () => {
  await using folder = await ranVariants({ cases: 8, right: { only: 6 } });
  const { code, stderr } = await sameseed(["compare", "latest", "--markdown", "out.md"], { cwd: folder.path });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("nothing to compare") as string });
  expect(await readFile(join(folder.path, "out.md"), "utf8")).toBe(
    await readFile(join(folder.run, "report.md"), "utf8"),
  );
});

test("JUnit XML and Markdown carry the checks", async () => {
  await using folder = await ranVariants(WORSE);
  await sameseed(["compare", "latest", "--gate", "--junit", "out/junit.xml", "--markdown", "out/gate.md"], {
    cwd: folder.path,
  });
  const junit = await readFile(join(folder.path, "out/junit.xml"), "utf8");
  expect(junit).toMatch(/<testsuites name="sameseed" time="[\d.]+" tests="1" failures="1" errors="0">/);
  expect(junit).toContain(
    '<failure type="failed" message="new/fake:m against old/fake:m: worse, -65.0 [-77.9, -49.5] points. new/fake:m is worse than old/fake:m."/>',
  );
  expect(await readFile(join(folder.path, "out/gate.md"), "utf8")).toMatch(/^### ✗ Failed\n/);
});

test("under GitHub Actions writes a step summary and annotations, elsewhere neither", async () => {
  await using folder = await ranVariants(WORSE);
  const summary = join(folder.path, "summary.md");
  const gate = ["compare", "latest", "--gate", "--json"];
  const outside = await sameseed(gate, { cwd: folder.path, env: { GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: summary } });
  expect(outside.stderr).toBe("");
  await expect(readFile(summary)).rejects.toThrow("ENOENT");
  const inside = await sameseed(gate, {
    cwd: folder.path,
    env: { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary },
  });
  expect(inside.stderr).toBe(
    "::error title=new/fake%3Am against old/fake%3Am::new/fake:m against old/fake:m: worse, -65.0 [-77.9, -49.5] points. new/fake:m is worse than old/fake:m.\n",
  );
  expect(JSON.parse(inside.stdout)).toMatchObject({ checks: [{ result: "failed" }] });
  expect(await readFile(summary, "utf8")).toContain("### ✗ Failed");
});

test.each([
  [["--threshold", "score"], "score=0.8"],
  [["--threshold", "score=80"], "from 0 to 1"],
  [["--threshold", "speed=0.5"], 'There is no metric "speed"'],
  [["--gate", "strict"], "fail-on-worse, require-not-worse"],
  [["--junit", "junit.xml"], "nothing to check"],
  [["latest", "--against", "b.json"], "exclude each other"],
])("compare latest %j is a mistake that names the valid values", async (args, message) => {
  await using folder = await ranVariants({ cases: 6, right: { old: 3, new: 3 } });
  const { code, stderr } = await sameseed(["compare", "latest", ...args], { cwd: folder.path });
  expect(code).toBe(2);
  expect(stderr.toLowerCase()).toContain(message.toLowerCase());
});

test("run names failing cases, and --fail-under applies to every variant, including the baseline", async () => {
  await using folder = await ranVariants({ cases: 8, right: { old: 2, new: 8 } });
  const run = ["run", "benchmark.ts", "--no-progress-bar", "--out", "again", "--fail-under"];
  const { code, stdout } = await sameseed([...run, "score=0.5"], { cwd: folder.path });
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /6 of 8 cases have a failing answer\. 3 of them:\n✗ c002\n {2}expected {2}yes\n {2}old\/fake:m/,
  );
  expect(stdout).toMatch(/✗ old\/fake:m: score 25 %[^]*✓ new\/fake:m: score 100 %[^]*failed \(exit code 1\)/);
  expect((await sameseed([...run, "score=0.2"], { cwd: folder.path })).code).toBe(0);
});
