import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { folderWith } from "./sameseed.ts";
import { served } from "./served.ts";

const WORDS = ["Answer", "Reply", "Say", "Solve", "Tell me"];

/** Recorded answers do not depend on the phrasing, so scripts answer: B is right more often but fails one phrasing. */
function files(prompts: string): Record<string, string> {
  const model = (chances: readonly number[]): string => `const words = ${JSON.stringify(WORDS)};
const chances = ${JSON.stringify(chances)};
export default { id: "m", complete: async ({ messages }) => {
  const [, word, number] = /^(.*?): (\\d+)/.exec(messages[0].content);
  const luck = ((Number(number) * 7919 + 13) % 101) / 101;
  return { text: luck < chances[words.indexOf(word)] ? "yes" : "no" };
} };
`;
  return {
    "cases.csv": `id,number,label\n${Array.from({ length: 80 }, (_, index) => `t${index},${index},yes`).join("\n")}\n`,
    "a.mjs": model([0.5, 0.52, 0.48, 0.5, 0.51]),
    "b.mjs": model([0.7, 0.72, 0.68, 0.74, 0.69]),
    "benchmark.yaml": `name: phrased
cases: {file: cases.csv, id: id, vars: {number: number}, expected: label}
prompts:
${prompts}
models:
  - {id: a, model: "file://a.mjs"}
  - {id: b, model: "file://b.mjs"}
scorers: [equals]
`,
  };
}

const FIVE = `  - id: ask
    phrasings:
${WORDS.map((word) => `      - "${word}: {{number}}"`).join("\n")}`;

test("a prompt in several phrasings has one verdict over them, in every output", async () => {
  await using folder = await folderWith(files(FIVE));
  const run = await sameseed(["run", "benchmark.yaml"], { cwd: folder.path });
  expect(run.code, run.stderr).toBe(0);
  const verdict = "ask/b is better than ask/a over 5 phrasings like these (better in 5 of 5).";
  expect(run.stdout.replaceAll(/\s+/g, " ")).toContain(verdict);
  expect(run.stdout).not.toContain("difference to ask~2/a");
  const [id] = await readdir(join(folder.path, "results"));
  const read = (name: string): Promise<string> => readFile(join(folder.path, "results", id!, name), "utf8");
  expect(await read("report.md")).toContain(verdict);
  const [head, base, other] = (await read("phrasings.csv")).split("\r\n");
  expect(head).toMatch(/^metric,prompt,model,phrasings,n,mean,/);
  expect(base).toMatch(/^score,ask,a,5,80,0.4975,/);
  expect(other).toContain(`two-way t,better`);
  const report = JSON.parse(await read("report.json"));
  expect(report.phrasings.comparisons[0]).toMatchObject({ a: "ask/a", b: "ask/b", verdict: "better", text: verdict });
  expect(report.recommendation).toBeUndefined();
  expect((await read("comparisons.csv")).split("\r\n").filter((line) => line.startsWith("score,"))).toHaveLength(5);

  const compared = await sameseed(["compare", "latest", "-o", "c.csv", "-o", "c.xlsx"], { cwd: folder.path });
  expect(compared.code, compared.stderr).toBe(0);
  expect(compared.stdout.replaceAll(/\s+/g, " ")).toContain(verdict);
  const [, ...lines] = (await readFile(join(folder.path, "c.csv"), "utf8")).trim().split("\r\n");
  expect(lines.map((line) => line.split(",").slice(0, 4).join())).toEqual([
    "score,ask/a,ask/b,better",
    ...[1, 2, 3, 4, 5].map((number) => expect.stringContaining(`score,ask~${number}/a,ask~${number}/b,`)),
  ]);
  const verified = await sameseed(["verify", "latest"], { cwd: folder.path });
  expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  const workbook = await sameseed(["export", "latest", "--format", "xlsx"], { cwd: folder.path });
  expect(workbook.code, workbook.stderr).toBe(0);
});

test("a gate checks the verdict over phrasings, and every report shows it", async () => {
  const given = files(FIVE);
  await using folder = await folderWith({ ...given, "a.mjs": given["b.mjs"]!, "b.mjs": given["a.mjs"]! });
  const run = await sameseed(["run", "benchmark.yaml"], { cwd: folder.path });
  expect(run.code, run.stderr).toBe(0);
  const outputs = ["--junit", "j.xml", "--markdown", "g.md", "--github-comment", "c.md"];
  const gated = await sameseed(["compare", "latest", "--gate", ...outputs], { cwd: folder.path });
  expect(gated.code, gated.stderr).toBe(1);
  const verdict = "ask/b is worse than ask/a over 5 phrasings like these (worse in 5 of 5).";
  const text = gated.stdout.replaceAll(/\s+/g, " ");
  expect(text).toMatch(/✗ ask\/b against ask\/a: worse, -[\d.]+ \[-[\d.]+, -[\d.]+\] points\. /);
  expect(text).toContain(`points. ${verdict}`);
  expect(text).not.toContain("ask~1/b against ask~1/a:");
  for (const name of ["j.xml", "g.md", "c.md"])
    expect(await readFile(join(folder.path, name), "utf8"), name).toContain(verdict);
  expect(await readFile(join(folder.path, "g.md"), "utf8")).toContain(`🔴 **${verdict}**`);
});

test("compare accepts the same baseline as run: a prompt with phrasings and a model", async () => {
  await using folder = await folderWith(files(FIVE));
  const run = await sameseed(["run", "benchmark.yaml", "--baseline", "ask/b"], { cwd: folder.path });
  expect(run.code, run.stderr).toBe(0);
  const verdict = "ask/b is better than ask/a over 5 phrasings";
  const args = ["--baseline", "ask/a", "--gate", "--threshold", "score=0.6", "--exempt-baseline"];
  const compared = await sameseed(["compare", "latest", ...args], { cwd: folder.path });
  expect(compared.code, compared.stdout + compared.stderr).toBe(0); // a is below 0.6 with every phrasing, and exempt
  expect(compared.stdout.replaceAll(/\s+/g, " ")).toContain(verdict);
  const unknown = await sameseed(["compare", "latest", "--baseline", "ask/c"], { cwd: folder.path });
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('There is no variant "ask/c".');
});

test("a plan sizes single phrasings of two models with a note, and recommends no early stopping", async () => {
  await using folder = await folderWith(files(FIVE));
  const run = await sameseed(["run", "benchmark.yaml"], { cwd: folder.path });
  expect(run.code, run.stderr).toBe(0);
  const args = ["benchmark.yaml", "--detect", "0.05", "--pilot", "latest"];
  const plan = await sameseed(["plan", ...args], { cwd: folder.path });
  expect(plan.code, plan.stderr).toBe(0);
  const text = plan.stdout.replaceAll(/\s+/g, " ");
  expect(text).toContain("These sizes are for comparisons under a single phrasing.");
  expect(text).toContain("requests to find 5 points, ask~2/b, cheapest first");
  expect(text).not.toContain("requests to find 5 points, ask~2/a");
  expect(text).not.toMatch(/prun|sequential/);
});

test("phrasings can be files, and three are too few for a verdict", async () => {
  await using folder = await folderWith({
    ...files('  - {id: ask, phrasings: ["words/*.txt"]}'),
    "words/first.txt": "Answer: {{number}}",
    "words/second.txt": "Reply: {{number}}",
    "words/third.txt": "Say: {{number}}",
  });
  const run = await sameseed(["run", "benchmark.yaml"], { cwd: folder.path });
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toContain("ask~first/a");
  expect(run.stdout.replaceAll(/\s+/g, " ")).toContain(
    "Too little data on ask/b against ask/a over phrasings: 3 phrasings, and a verdict needs at least 4.",
  );
});

test.each([
  ["one only", '  - {id: ask, phrasings: ["Answer: {{number}}"]}', "has one phrasing"],
  ["empty list", "  - {id: ask, phrasings: []}", "benchmark.yaml:4"],
  ["empty text", '  - {id: ask, phrasings: ["Answer: {{number}}", ""]}', "benchmark.yaml:4"],
  ["blank text", '  - {id: ask, phrasings: ["Answer: {{number}}", " "]}', 'Phrasing "2" of the prompt "ask" is empty'],
  ["equal", '  - {id: ask, phrasings: ["Say: {{number}}", "Say: {{number}}"]}', "are the same"],
  ["variables", '  - {id: ask, phrasings: ["Say: {{number}}", "Say: {{label}}"]}', "use different variables"],
  ["with text", '  - {id: ask, text: "x", phrasings: ["Say: {{number}}", "Tell: {{number}}"]}', "benchmark.yaml:4"],
  ["a slash in an id", '  - {id: ask, phrasings: [{id: a/b, text: "Say"}, "Tell"]}', "must not contain a slash"],
  ["a tilde in an id", '  - {id: ask, phrasings: [{id: a~b, text: "Say"}, "Tell"]}', "must not contain ~"],
])("refuses invalid phrasings before the run: %s", async (_, prompts, message) => {
  await using folder = await folderWith(files(prompts));
  const run = await sameseed(["validate", "benchmark.yaml"], { cwd: folder.path });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain(message);
});

test("the page has the fairness over phrasings also where an earlier build wrote the report without it", async () => {
  await using folder = await folderWith(files(FIVE));
  await sameseed(["run", "benchmark.yaml"], { cwd: folder.path });
  const [run = ""] = (await readdir(join(folder.path, "results"))).filter((name) => /^\d{4}-/.test(name));
  const file = join(folder.path, "results", run, "report.json");
  const report = JSON.parse(await readFile(file, "utf8")) as {
    format?: number;
    phrasings: { comparisons: { fairness?: unknown }[] };
  };
  delete report.format;
  for (const one of report.phrasings.comparisons) delete one.fairness;
  await writeFile(file, JSON.stringify(report));
  await using server = await served(folder.path);
  const shown = (await (await fetch(`${server.url}api/runs/${run}/report`)).json()) as { report: typeof report };
  const found = shown.report.phrasings.comparisons.map(({ fairness }) => fairness);
  expect(found).toEqual(found.map(() => expect.objectContaining({ reasons: expect.any(Array) })));
  expect(found.length).toBeGreaterThan(0);
});

test("a run with phrasings cannot end early", async () => {
  await using folder = await folderWith(files(FIVE));
  const run = await sameseed(["run", "benchmark.yaml", "--sequential"], { cwd: folder.path });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain("--sequential ends a run by the cases alone, and this benchmark has phrasings.");
});
