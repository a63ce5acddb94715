import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { namedFiles } from "./named-files.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "sameseed-named-"))));
afterEach(() => rm(folder, { recursive: true }));

const NAMES = [
  "at/cases.csv",
  "at/.prompts/terse.txt",
  "at/chats.log",
  "at/sums/one.txt",
  "out/my cases (new).csv",
  "out/rules.json",
  "out/pictures/cat.png",
];

async function namedIn(text: string): Promise<string[]> {
  for (const name of NAMES) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), "");
  }
  const file = join(folder, "at/benchmark");
  await writeFile(file, text);
  return namedFiles([file, join(folder, "gone.ts")]).map((path) => relative(folder, path));
}

test.each([
  ["a plain name in YAML", "cases: cases.csv\n", ["at/cases.csv"]],
  ["a plain name with a comment after it", "cases: cases.csv # the first ten\n", ["at/cases.csv"]],
  ["a hidden folder's file", "prompts:\n  - .prompts/terse.txt\n", ["at/.prompts/terse.txt"]],
  ["a key's value in a list", "prompts:\n  - file: .prompts/terse.txt\n", ["at/.prompts/terse.txt"]],
  ["a name that looks like a log's", "  - {file: chats.log, id: a}\n", ["at/chats.log"]],
  ["a name in a script", 'csv("cases.csv")', ["at/cases.csv"]],
  ["a path with spaces and brackets", 'cases: "../out/my cases (new).csv"', ["out/my cases (new).csv"]],
  ["a path with spaces and without quotes", "cases: ../out/my cases (new).csv", ["out/my cases (new).csv"]],
  ["a file:// address", "value: file://../out/rules.json", ["out/rules.json"]],
  ["a pattern: its folder", "prompts: ../out/pictures/*.png", ["out/pictures"]],
  ["a word that is a folder's name, and a long text", `name: sums\ntext: ${"x".repeat(5000)}\n`, []],
])("finds %s", async (_, text, expected) => {
  expect(await namedIn(text)).toEqual(expected);
});
