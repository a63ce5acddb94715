/** The benchmarks of the repository: their cases are unseen, and this code reproduces their committed results. */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import Papa from "papaparse";
import { sameseed } from "./hosted-sameseed.ts";
import { ROOT } from "./markdown.ts";
import { folderWith } from "./sameseed.ts";

type Line = Record<string, string>;

/** `order` depends on how many cases there are; the others on the clock. */
const FREE = ["run_id", "order", "latency_ms", "ttft_ms", "started_at", "cost_usd"];
const HOW_TO_MEND = "The committed result is out of date: node scripts/refresh-results.ts";

async function linesOf(path: string): Promise<Line[]> {
  return Papa.parse<Line>(await readFile(path, "utf8"), { header: true, skipEmptyLines: true }).data;
}

/** Without empty cells: columns that came later are empty in rows that were committed before them. */
const pick = (line: Line, drop: readonly string[]): Line =>
  Object.fromEntries(Object.entries(line).filter(([name, cell]) => !drop.includes(name) && cell !== ""));

async function rowsOfRun(benchmark: string, ...flags: string[]): Promise<Line[]> {
  await using folder = await folderWith({});
  const { code, stderr } = await sameseed(["run", join(ROOT, "benchmarks", benchmark, "benchmark.ts"), ...flags], {
    cwd: folder.path,
  });
  if (code !== 0) throw new Error(stderr);
  const [id] = await readdir(join(folder.path, "results"));
  return linesOf(join(folder.path, "results", id!, "rows.csv"));
}

test.each(["prompt-versions", "model-choice"])("%s: a new run gives the committed rows", async (name) => {
  const committed = await linesOf(join(ROOT, "benchmarks", name, "result/rows.csv"));
  const rows = await rowsOfRun(name, "--limit", "3");
  expect(rows.length).toBeGreaterThan(0);
  expect(
    rows.map((row) => pick(row, FREE)),
    HOW_TO_MEND,
  ).toEqual(committed.slice(0, rows.length).map((row) => pick(row, FREE)));
});

describe("mars-excerpt", () => {
  const outputs = (rows: readonly Line[]) => rows.map((row) => row["output"]);
  const committed = async (arm: string, model: string) =>
    outputs(
      (await linesOf(join(ROOT, "benchmarks/mars-excerpt/result", arm, "rows.csv"))).filter(
        (row) => row["model"] === model,
      ),
    );

  test("one seed five times is one answer, the committed one", async () => {
    const seeded = outputs(await rowsOfRun("mars-excerpt"));
    expect(new Set(seeded).size).toBe(1);
    expect(seeded, HOW_TO_MEND).toEqual(await committed("seeded", "sampled"));
  });

  test("without a seed the five answers differ", async () => {
    expect(new Set(outputs(await rowsOfRun("mars-excerpt", "--seed-policy", "none"))).size).toBeGreaterThan(1);
    expect(new Set(await committed("unseeded", "sampled")).size).toBeGreaterThan(1);
  });
});

test.each(["prompt-versions", "model-choice"])("%s: no case is in the training data", async (name) => {
  const heldOut = new Map<string, Line>();
  const folder = join(ROOT, "packages/tiny/training/heldout");
  for (const file of await readdir(folder))
    for (const line of await linesOf(join(folder, file))) heldOut.set(line["id"]!, line);

  const cases = await linesOf(join(ROOT, "benchmarks", name, "cases.csv"));
  const strangers = cases.filter((testCase) => {
    const known = heldOut.get(testCase["id"]!);
    const question = testCase["question"] ?? Object.values(testCase).join(" ");
    return (
      known === undefined ||
      Object.entries(known).some(
        ([field, value]) => field !== "id" && field !== "expected" && !question.includes(value),
      ) ||
      known["expected"] !== testCase["expected"]
    );
  });
  expect(cases.length).toBeGreaterThan(20);
  expect(strangers).toEqual([]);
});
