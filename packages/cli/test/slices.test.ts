import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { folderWith } from "./sameseed.ts";

/** Recorded answers: the second model is better on billing and worse on account. */
function files(slices: string): Record<string, string> {
  const cases = Array.from({ length: 90 }, (_, index) => ({
    id: `t${index}`,
    category: index % 3 === 0 ? "account" : "billing",
    length: 10 + 3 * index,
  }));
  const answers = (isRight: (index: number, category: string) => boolean): string =>
    cases
      .map(({ id, category }, index) => JSON.stringify({ id, output: isRight(index, category) ? "yes" : "no" }))
      .join("\n");
  return {
    "cases.csv": `id,question,label,category,length\n${cases
      .map(({ id, category, length }) => `${id},What about ${id}?,yes,${category},${length}`)
      .join("\n")}\n`,
    "a.jsonl": answers((index, category) => (category === "account" ? index % 6 !== 0 : index % 2 === 0)),
    "b.jsonl": answers((index, category) => (category === "account" ? index % 12 === 3 : index % 10 !== 0)),
    "benchmark.yaml": `name: tickets
cases: {file: cases.csv, id: id, vars: {question: question}, expected: label}
prompts: [{id: p, text: "{{question}}"}]
models:
  - {id: a, model: recorded, file: a.jsonl}
  - {id: b, model: recorded, file: b.jsonl}
scorers: [equals]
${slices}
`,
  };
}

test("a run with slices warns of the slice that got worse, in every output", async () => {
  await using folder = await folderWith(files("slices: [category, length]"));
  const run = await sameseed(["run", "benchmark.yaml", "--format", "xlsx"], { cwd: folder.path });
  expect(run.code, run.stderr).toBe(0);
  const warning = /p\/b is better overall, but worse on category=account: \d+\.\d → \d+\.\d %, n = 30\./;
  expect(run.stdout).toMatch(warning);
  expect(run.stdout).toContain("p/b against p/a by length");
  const [id] = await readdir(join(folder.path, "results"));
  const read = (name: string): Promise<string> => readFile(join(folder.path, "results", id!, name), "utf8");
  const rows = await read("rows.csv");
  expect(rows.split("\r\n", 1)[0]).toContain("vars.question,metadata.category,metadata.length");
  expect(await read("report.md")).toMatch(warning);
  expect(await read("report.json")).toMatch(warning);
  expect(await read("slices.csv")).toContain("category,account,score,p/a,p/b,30,");

  const gate = await sameseed(["compare", "latest", "--by", "category", "--gate", "--junit", "junit.xml"], {
    cwd: folder.path,
  });
  expect(gate.code, gate.stderr).toBe(0);
  expect(gate.stdout).toMatch(warning);
  expect(await readFile(join(folder.path, "junit.xml"), "utf8")).toMatch(warning);
  const unknown = await sameseed(["compare", "latest", "--by", "categry"], { cwd: folder.path });
  expect(unknown).toMatchObject({ code: 2 });
  expect(unknown.stderr).toContain('Did you mean "category"?');
  const single = await sameseed(["compare", "latest", "--by", "question"], { cwd: folder.path });
  expect(single.stderr).toContain('Cases cannot be sliced by "question": its value differs in every case.');
  const verified = await sameseed(["verify", "latest"], { cwd: folder.path });
  expect(verified.code, verified.stdout).toBe(0);
});

test.each([
  ["slices: [categry]", 'There is no slice key "categry".'],
  ["slices: [question]", 'Cases cannot be sliced by "question": its value differs in every case.'],
  ["slices: []", "slices"],
  ["slices: [category, category]", "category"],
])("refuses %s before a request", async (slices, message) => {
  await using folder = await folderWith(files(slices));
  const run = await sameseed(["run", "benchmark.yaml"], { cwd: folder.path });
  expect(run).toMatchObject({ code: 2 });
  expect(run.stderr).toContain(message);
});
