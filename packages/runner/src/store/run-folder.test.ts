import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest } from "@sameseed/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRun, readManifest, runFolder, writeManifest } from "./run-folder.ts";

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), "run-folder-"));
});
afterEach(() => rm(results, { recursive: true }));

const MANIFEST: Manifest = {
  schemaVersion: 1,
  runId: "r",
  name: "r",
  seed: 1,
  seedPolicy: "derived",
  repeats: 2,
  cases: { count: 3, hash: "h", dataset: "d", hashes: {}, varNames: [] },
  description: "",
  prompts: [],
  variants: [{ id: "v", prompt: "p", model: "m", params: {}, identity: "m", hash: "h" }],
  scorers: [],
  baseline: "v",
  margin: null,
  selection: {},
  hash: "h",
  concurrency: 1,
  tool: { version: "0", node: "24" },
  gitCommit: null,
  priceTable: null,
  notes: [],
  state: "stopped",
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: null,
  counts: { planned: 6, completed: 0, truncated: 0, refused: 0, failed: 0 },
} as unknown as Manifest;

async function run(id: string, text?: string) {
  const folder = runFolder(results, id);
  await mkdir(folder.path);
  if (text === undefined) await writeManifest(folder, MANIFEST);
  else await writeFile(folder.manifestFile, text);
  return folder;
}

test("reads a manifest as written, and writing leaves no other file", async () => {
  const folder = await run("1-good");
  expect(await readManifest(folder)).toEqual(JSON.parse(await readFile(folder.manifestFile, "utf8")));
  expect(await readdir(folder.path)).toEqual(["manifest.json"]);
});

test.each([
  ["", "it is empty"],
  ["{", "it is cut off"],
  [JSON.stringify(MANIFEST).slice(0, 200), "it is cut off"],
  ["{}}", "it is not valid JSON"],
  ["{}", "schemaVersion"],
  [JSON.stringify({ ...MANIFEST, repeats: "x" }), "repeats: "],
  [JSON.stringify({ ...MANIFEST, counts: { ...MANIFEST.counts, planned: 8e9 } }), "counts.planned is 8000000000, but"],
])("an error for a damaged manifest %j names the problem and the remedy", async (text, problem) => {
  const folder = await run("2-damaged", text);
  await expect(readManifest(folder)).rejects.toMatchObject({
    code: "BAD_RUN",
    message: expect.stringContaining(problem),
    hint: expect.stringContaining(`delete ${folder.path}`),
  });
});

test("the latest run is the newest readable one, and skipped ones are reported", async () => {
  await run("1-good");
  await run("2-good");
  const passed: string[] = [];
  const latest = () => findRun(results, "latest", ({ message }) => passed.push(message));
  expect((await latest()).id).toBe("2-good");
  expect(passed).toEqual([]);
  await run("3-damaged", "{");
  expect((await latest()).id).toBe("2-good");
  expect(passed).toEqual([expect.stringContaining("3-damaged")]);
  await rm(join(results, "1-good"), { recursive: true });
  await rm(join(results, "2-good"), { recursive: true });
  await expect(latest()).rejects.toThrow("it is cut off");
});

test("an error names a file or folder that is not a run as such, not as a missing id", async () => {
  await writeFile(join(results, "cases.csv"), "id\n");
  await mkdir(join(results, "empty"));
  for (const path of [join(results, "cases.csv"), join(results, "empty")])
    await expect(findRun(results, path)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: `"${path}" is not the folder of a run: it has no manifest.json.`,
    });
  await expect(findRun(results, join(results, "gone"))).rejects.toThrow("There is no run");
});

test("a path that ends in a dot names the folder there", async () => {
  const { path } = await run("1-dotted");
  await mkdir(join(path, "inner"));
  for (const reference of [`${path}/.`, `${path}/inner/..`])
    expect(await findRun(results, reference)).toMatchObject({ id: "1-dotted", path });
});
