import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isPattern, matchingFiles } from "./matching-files.ts";

const FOLDERS = ["plain", "[id]", "a*b", "{x,y}", "what?", "(group)", "[a-z]*{1,2}"];
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "matching-files-"));
  for (const folder of FOLDERS) {
    await mkdir(join(root, folder, "deep"), { recursive: true });
    for (const name of ["b.jsonl", "a.jsonl", "c.csv", "deep/d.jsonl"]) await writeFile(join(root, folder, name), "");
  }
});
afterAll(() => rm(root, { recursive: true }));

test.each(FOLDERS)("pattern characters in the name of the folder %s are literal", async (folder) => {
  const at = (name: string) => join(root, folder, name);
  expect(isPattern(at("c.csv"))).toBe(false);
  expect(isPattern(at("*.jsonl"))).toBe(true);
  expect(await matchingFiles(at("*.jsonl"))).toEqual([at("a.jsonl"), at("b.jsonl")]);
  expect(await matchingFiles(at("**/*.jsonl"))).toEqual([at("a.jsonl"), at("b.jsonl"), at("deep/d.jsonl")]);
  expect(await matchingFiles(at("d*/{d,e}.jsonl"))).toEqual([at("deep/d.jsonl")]);
  expect(await matchingFiles(at("*.parquet"))).toEqual([]);
});

test("a pattern may start in the working directory", async () => {
  expect(await matchingFiles("package.jso?")).toEqual(["package.json"]);
});
