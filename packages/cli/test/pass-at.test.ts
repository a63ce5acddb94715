import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { folderWith } from "./sameseed.ts";

const CASES = Array.from(
  { length: 20 },
  (_, number) => `  - {id: c${number}, vars: {n: ${number}}, expected: a b c d}`,
);
const BENCHMARK = `name: draws
repeats: 4
passAt: [1, 2]
cases:
${CASES.join("\n")}
prompts:
  - {id: plain, text: "Case {{n}}"}
  - {id: better, text: "better: case {{n}}"}
models:
  - {id: m, model: simulated, promptEffects: {better: 2}, correct: a b c d, wrong: a x}
scorers:
  - rouge-l: {threshold: 0.9, metric: near}
  - bleu
  - equals
`;

async function tableOf(folder: string, name: string): Promise<Record<string, string>[]> {
  const [run] = await readdir(join(folder, "results"));
  const text = await readFile(join(folder, "results", run!, name), "utf8");
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

test("pass@k, the pass rate and the corpus metrics are in rows, summary, comparisons and the terminal", async () => {
  await using folder = await folderWith({ "benchmark.yaml": BENCHMARK });
  const at = { cwd: folder.path };
  const ran = await sameseed(["run", "benchmark.yaml"], at);
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.stdout).toContain("all answers together");

  const rows = await tableOf(folder.path, "rows.csv");
  for (const row of rows) expect(row["pass.near"]).toBe(String(Number(row["score.near"]) >= 0.9));

  const summary = await tableOf(folder.path, "summary.csv");
  const plain = summary.filter(({ variant }) => variant === "plain/m");
  const metrics = "score near bleu equals pass.near pass@1.near pass@2.near pass^2.near corpus.bleu";
  const ofEquals = "pass@1.equals pass@2.equals pass^2.equals";
  expect(plain.map(({ metric }) => metric).join(" ")).toBe(`${metrics} ${ofEquals}`);
  const value = (metric: string): number => Number(plain.find((line) => line.metric === metric)!.mean);
  expect(value("pass@1.near")).toBeCloseTo(value("pass.near"), 12);
  expect(value("pass@2.near")).toBeGreaterThan(value("pass@1.near"));
  expect(value("pass^2.near")).toBeLessThan(value("pass@1.near"));
  expect(value("pass@2.equals")).toBeCloseTo(value("pass@2.near"), 12);

  const compared = await tableOf(folder.path, "comparisons.csv");
  expect(compared.map(({ metric }) => metric)).toEqual(plain.map(({ metric }) => metric));
  const [id] = await readdir(join(folder.path, "results"));
  const report = JSON.parse(await readFile(join(folder.path, "results", id!, "report.json"), "utf8"));
  const aggregated = report.aggregates.summaries.filter((line: { variant: string }) => line.variant === "plain/m");
  const parts = "pass@1.near pass@2.near pass^2.near corpus.bleu";
  expect(aggregated.map((line: { metric: string }) => line.metric).join(" ")).toBe(`${parts} ${ofEquals}`);
  expect(report.aggregates.comparisons[0]).toMatchObject({ conclusion: expect.any(String) });
  expect(await sameseed(["verify", "latest"], at)).toMatchObject({ code: 0 });
});

test("checks --pass-at against the repeats", async () => {
  await using folder = await folderWith({ "benchmark.yaml": BENCHMARK });
  const at = { cwd: folder.path };
  const refused = await sameseed(["run", "benchmark.yaml", "--pass-at", "1,5"], at);
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain("passAt has 5, and there are 4 draws of each case.");
  const wrong = await sameseed(["run", "benchmark.yaml", "--pass-at", "one"], at);
  expect(wrong).toMatchObject({ code: 2 });
});
