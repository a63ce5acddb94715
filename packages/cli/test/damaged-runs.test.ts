/** One damaged run does not affect others, and a run without reports is finished. */
import { execFileSync } from "node:child_process";
import { cp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { ranVariants } from "./runs.ts";

test("list marks a damaged run; show, export and the site use the newest readable one and report it", async () => {
  await using folder = await ranVariants({ cases: 3, right: { a: 1, b: 2 } });
  const at = { cwd: folder.path };
  await cp(folder.run, join(folder.path, "results/9999-damaged"), { recursive: true });
  await writeFile(join(folder.path, "results/9999-damaged/manifest.json"), "");
  const list = await sameseed(["list"], at);
  expect(list).toMatchObject({ code: 0, stderr: "" });
  expect(list.stdout.split("\n")).toEqual([
    expect.stringMatching(/^9999-damaged {2}damaged: .*it is empty/),
    expect.stringContaining("complete"),
    "",
  ]);
  for (const args of [
    ["show", "latest"],
    ["export", "latest", "--format", "csv"],
    ["view", "--export", "site"],
  ]) {
    const { code, stdout, stderr } = await sameseed(args, at);
    expect({ args, code, warnings: stderr.split("\n").length - 1 }).toEqual({ args, code: 0, warnings: 1 });
    expect(stderr).toContain("warning results/9999-damaged/manifest.json");
    expect(stdout).not.toBe("");
  }
  const named = await sameseed(["show", "9999-damaged"], at);
  expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining("Other runs are not affected") as string });
});

test("reports rows that are a folder or a named pipe at once", async () => {
  await using folder = await ranVariants({ cases: 3, right: { a: 1, b: 2 } });
  const rows = join(folder.run, "rows.jsonl");
  for (const make of ["mkdir", "mkfifo"]) {
    await rm(rows, { recursive: true });
    execFileSync(make, [rows]);
    for (const command of ["show", "verify"]) {
      const { code, stderr } = await sameseed([command, "latest"], { cwd: folder.path });
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(/rows\.jsonl is (?:not a file\.|a named pipe,)/),
      });
    }
  }
});

test("--resume finds a run that lacks only its reports and writes them", async () => {
  await using folder = await ranVariants({ cases: 3, right: { a: 1, b: 2 } });
  const before = await readdir(folder.run);
  for (const name of ["report.json", "report.md"]) await rm(join(folder.run, name));
  const resume = () => sameseed(["run", "benchmark.ts", "--resume", "--no-progress-bar"], { cwd: folder.path });
  expect(await resume()).toMatchObject({ code: 0 });
  expect(await readdir(folder.run)).toEqual(before);
  expect(await resume()).toMatchObject({ code: 2, stderr: expect.stringContaining("no unfinished run") as string });
});
