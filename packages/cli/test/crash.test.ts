import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RandomStream } from "@sameseed/stats";
import { describe, expect, test } from "vitest";
import { type OpenaiServer, openaiServer } from "./openai-server.ts";
import { folderWith, sameseed, startSameseed } from "./sameseed.ts";

interface CountingServer extends AsyncDisposable {
  readonly url: string;
  /** Number of requests per trial, by prompt and seed. */
  readonly asked: Map<string, number>;
  total(): number;
}

async function countingServer(): Promise<CountingServer> {
  const asked = new Map<string, number>();
  let total = 0;
  const server: OpenaiServer = await openaiServer({
    keep: false,
    reply({ body }) {
      const prompt = body.messages[0]!.content;
      const key = `${prompt}|${body.seed}`;
      asked.set(key, (asked.get(key) ?? 0) + 1);
      total++;
      return `echo ${prompt}`;
    },
  });
  return { url: server.url, asked, total: () => total, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const casesOf = (count: number) =>
  `id,n\n${Array.from({ length: count }, (_, number) => `c${number},${number}`).join("\n")}\n`;
const yaml = (url: string) => `name: numbers
cases: cases.csv
prompts: [{id: a, text: "{{n}}"}, {id: b, text: "say {{n}}"}]
models: [{id: m, model: "openai:m", baseUrl: "${url}"}]
scorers: [{contains: {expected: "{{n}}"}}]
`;

async function onlyRun(results: string): Promise<string> {
  const [id, ...others] = await readdir(results);
  expect(others).toEqual([]);
  return join(results, id!);
}

/** The indices of a run's complete rows, each of which must be valid; a last line without its end does not count. */
async function storedIn(run: string): Promise<number[]> {
  const lines = (await readFile(join(run, "rows.jsonl"), "utf8").catch(() => "")).split("\n").slice(0, -1);
  return lines.map((line) => (JSON.parse(line) as { trial: { index: number } }).trial.index);
}

const upTo = (count: number) => [...Array(count).keys()];
const ascending = (numbers: readonly number[]) => numbers.toSorted((left, right) => left - right);

describe("kill -9", () => {
  const CASES = 1000;
  const TRIALS = 2 * CASES;
  const IN_FLIGHT = 16;
  const KILLS = 20;

  test(`${KILLS} random times in ${TRIALS} trials, resumed: ${TRIALS} rows, repeats only requests in flight`, async () => {
    await using server = await countingServer();
    await using folder = await folderWith({ "cases.csv": casesOf(CASES), "benchmark.yaml": yaml(server.url) });
    const stream = new RandomStream("crash.test|moments");
    const moments = ascending(Array.from({ length: KILLS }, () => 1 + stream.nextBelow(TRIALS - 1)));
    const results = join(folder.path, "results");
    const args = ["run", "benchmark.yaml", "-j", String(IN_FLIGHT), "--no-progress-bar"];

    for (const [number, moment] of moments.entries()) {
      const child = startSameseed(number === 0 ? args : [...args, "--resume"], { cwd: folder.path });
      while (server.asked.size < moment && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 1));
      await new Promise((resolve) => setTimeout(resolve, stream.nextBelow(4)));
      child.kill("SIGKILL");
      await child.finished;
      await new Promise((resolve) => setTimeout(resolve, 20)); // requests in flight arrive
      const stored = await storedIn(await onlyRun(results));
      expect(new Set(stored).size).toBe(stored.length);
      expect(server.asked.size - stored.length).toBeLessThanOrEqual(IN_FLIGHT);
    }

    const finished = await sameseed([...args, "--resume"], { cwd: folder.path });
    expect(finished.code).toBe(0);
    const run = await onlyRun(results);
    expect(ascending(await storedIn(run))).toEqual(upTo(TRIALS));
    expect(server.asked.size).toBe(TRIALS);
    expect(server.total() - TRIALS).toBeLessThanOrEqual(KILLS * IN_FLIGHT);
    expect((await readFile(join(run, "rows.csv"), "utf8")).trimEnd().split("\r\n")).toHaveLength(TRIALS + 1);
    expect(JSON.parse(await readFile(join(run, "manifest.json"), "utf8"))).toMatchObject({
      state: "complete",
      counts: { planned: TRIALS, completed: TRIALS, failed: 0 },
    });
    expect(await readdir(run)).not.toContain("run.lock");
  });
});

const canMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), "mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=100k", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
})();

/** A disk of a certain size, in the folder `disk`. */
function mounted(folder: string, size: string): Disposable & { set(options: string): void; readonly path: string } {
  const path = join(folder, "disk");
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path]);
  return {
    path,
    set: (options) => void execFileSync("mount", ["-o", `remount,${options}`, path]),
    [Symbol.dispose]: () => void execFileSync("umount", [path]),
  };
}

describe.runIf(canMount)("a disk (needs the right to mount one)", () => {
  const CASES = 150;
  const TRIALS = 2 * CASES;
  const IN_FLIGHT = 8;
  const args = (results: string) => [
    "run",
    "benchmark.yaml",
    "-j",
    String(IN_FLIGHT),
    "--no-progress-bar",
    "--out",
    results,
  ];

  test.each([
    ["in the middle of the rows", "60k", "rows.jsonl"],
    ["in the middle of the reports", "300k", "report.html"],
  ])(
    "an error for a full disk %s names its file; stored rows stay, and the run continues later",
    async (_, size, file) => {
      await using server = await countingServer();
      await using folder = await folderWith({ "cases.csv": casesOf(CASES), "benchmark.yaml": yaml(server.url) });
      await mkdir(join(folder.path, "disk"));
      using disk = mounted(folder.path, size);
      const results = join(disk.path, "results");
      const full = await sameseed(args(results), { cwd: folder.path });
      expect(full.code).toBe(2);
      expect(full.stderr).toMatch(new RegExp(`error Cannot write .*${file}: ENOSPC`));
      expect(full.stderr).toMatch(/safe\. Free some space .*--resume/);

      const run = await onlyRun(results);
      const before = await readFile(join(run, "rows.jsonl"), "utf8");
      const stored = await storedIn(run);
      expect(stored.length).toBeGreaterThan(20);
      expect(await readdir(run)).not.toContain("run.lock");
      const asked = server.total();

      disk.set("size=20m");
      const resumed = await sameseed([...args(results), "--resume", "numbers"], { cwd: folder.path });
      expect(resumed.code).toBe(0);
      const after = await readFile(join(run, "rows.jsonl"), "utf8");
      expect(after.startsWith(before.slice(0, before.lastIndexOf("\n") + 1))).toBe(true);
      expect(ascending(await storedIn(run))).toEqual(upTo(TRIALS));
      expect(server.total() - asked).toBe(TRIALS - stored.length);
      expect(asked - stored.length).toBeLessThanOrEqual(2 * IN_FLIGHT);
      expect((await sameseed(["verify", "latest", "--out", results], { cwd: folder.path })).code).toBe(0);
    },
  );

  test("that is full or read-only from the start is an error; no request is sent and no file is left", async () => {
    await using server = await countingServer();
    await using folder = await folderWith({ "cases.csv": casesOf(CASES), "benchmark.yaml": yaml(server.url) });
    await mkdir(join(folder.path, "disk"));
    using disk = mounted(folder.path, "4k");
    const results = join(disk.path, "results");
    const full = await sameseed(args(results), { cwd: folder.path });
    expect(full).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error ENOSPC.*\n {2}The disk is full/) as string,
    });
    expect(await readdir(results)).toEqual([]);

    disk.set("ro");
    const readOnly = await sameseed(args(results), { cwd: folder.path });
    expect(readOnly).toMatchObject({ code: 2, stderr: expect.stringContaining("EROFS") as string });
    expect(readOnly.stderr).toContain("Choose another folder with --out.");
    expect(server.total()).toBe(0);
    disk.set("rw");
  });

  test("that became read-only keeps a run readable, and resuming it fails with the reason", async () => {
    await using server = await countingServer();
    await using folder = await folderWith({ "cases.csv": casesOf(CASES), "benchmark.yaml": yaml(server.url) });
    await mkdir(join(folder.path, "disk"));
    using disk = mounted(folder.path, "20m");
    const results = join(disk.path, "results");
    await sameseed([...args(results), "--max-tokens-total", "500"], { cwd: folder.path });
    disk.set("ro");
    const resumed = await sameseed([...args(results), "--resume"], { cwd: folder.path });
    expect(resumed).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error EROFS.*\n {2}The disk is read-only/) as string,
    });
    const shown = await sameseed(["show", "latest", "--out", results], { cwd: folder.path });
    expect(shown.code).toBe(0);
    const exported = await sameseed(["export", "latest", "--out", results, "--format", "xlsx"], { cwd: folder.path });
    expect(exported).toMatchObject({ code: 2, stderr: expect.stringContaining("EROFS") as string });
    disk.set("rw");
  });
});

test("a results folder that is a file is an error, and no request is sent", async () => {
  await using server = await countingServer();
  await using folder = await folderWith({
    "cases.csv": casesOf(5),
    "benchmark.yaml": yaml(server.url),
    taken: "a file",
  });
  const refused = await sameseed(["run", "benchmark.yaml", "--out", "taken"], { cwd: folder.path });
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Choose another folder with --out.") as string,
  });
  expect(server.total()).toBe(0);
  expect(await readFile(join(folder.path, "taken"), "utf8")).toBe("a file");
});
