import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { namedFiles } from "./named-files.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "named-files-"));
  for (const name of ["a.csv", "b.csv"]) await writeFile(join(folder, name), "x");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const YAML = `# sameseed run b.yaml -o comment.csv
cases: {file: "*.csv", id: id}
prompts: [{id: p, file: p.txt}, {id: q, text: "several\\nlines"}]
models: [{id: m, model: recorded, file: ../out.jsonl}]
scorers: [{javascript: "file://score.ts:grade"}]
outputPath: [written.csv]
`;
const TYPESCRIPT = `// writes comment.csv
/* and "other.csv" */
export default benchmark({ cases: csv("a.csv"), prompts: [file('p.txt')], models: [\`m.json\`], url: "https://x.y/z.csv" });
`;

test.each([
  ["b.yaml", YAML, ["b.yaml", "a.csv", "b.csv", "p.txt", "../out.jsonl", "score.ts"]],
  ["b.ts", TYPESCRIPT, ["b.ts", "a.csv", "p.txt", "m.json"]],
])("%s names the files that a run reads", async (name, text, expected) => {
  await writeFile(join(folder, name), text);
  const files = await namedFiles(join(folder, name));
  expect(files).toEqual(expect.arrayContaining(expected.map((file) => join(folder, file))));
  for (const other of ["comment.csv", "other.csv", "written.csv"]) expect(files).not.toContain(join(folder, other));
});

test.each(["**", "*", ".*", "a.*", "*.*", "What is 2 * 3?"])(
  "%j as a value of a scorer names no files",
  async (value) => {
    await writeFile(join(folder, "s.yaml"), `scorers: [{contains: {expected: ${JSON.stringify(value)}}}]`);
    const files = await namedFiles(join(folder, "s.yaml"));
    for (const name of ["a.csv", "b.csv"]) expect(files).not.toContain(join(folder, name));
  },
);

test.each(["*.csv", "./*", "{a,b}.csv", "**/*.csv", "../*/b.csv"])("%j names files", async (value) => {
  await writeFile(join(folder, "s.yaml"), `cases: ${JSON.stringify(value)}`);
  expect(await namedFiles(join(folder, "s.yaml"))).toContain(join(folder, "b.csv"));
});

test.each([
  ["broken.yaml", "a: *nothing"],
  ["missing.yaml", null],
])("%s names itself", async (name, text) => {
  if (text !== null) await writeFile(join(folder, name), text);
  expect(await namedFiles(join(folder, name))).toEqual([join(folder, name)]);
});
