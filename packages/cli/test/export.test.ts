import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Row } from "@sameseed/core";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { ranVariants } from "./runs.ts";
import { folderWith } from "./sameseed.ts";
import { SOFFICE } from "./soffice.ts";
import { TESTED_COMMAND } from "./tested-bin.ts";

const TWO_ARMS = { cases: 6, right: { a: 3, b: 6 } };

test("csv, json and jsonl go to the standard output and read back as the rows of the run", async () => {
  await using folder = await ranVariants(TWO_ARMS);
  const [csv, json, jsonl] = await Promise.all(
    ["csv", "json", "jsonl"].map((format) => sameseed(["export", "latest", "--format", format], { cwd: folder.path })),
  );
  expect(csv!.stdout).toBe(await readFile(join(folder.run, "rows.csv"), "utf8"));
  const rows = (JSON.parse(json!.stdout) as unknown[]).map((row) => Row.parse(row));
  expect(rows.map(({ trial }) => trial.index)).toEqual(Array.from({ length: 12 }, (_, index) => index));
  expect(
    jsonl!.stdout
      .trimEnd()
      .split("\n")
      .map((line) => Row.parse(JSON.parse(line))),
  ).toEqual(rows);
  const stored = (await readFile(join(folder.run, "rows.jsonl"), "utf8")).trimEnd().split("\n");
  expect(
    stored.map((line) => Row.parse(JSON.parse(line))).toSorted((left, right) => left.trial.index - right.trial.index),
  ).toEqual(rows);
});

test("tsv has the cells of csv, and the file's name gives the format", async () => {
  await using folder = await ranVariants(TWO_ARMS);
  const made = await sameseed(["export", "-o", "sheets/rows.tsv"], { cwd: folder.path });
  expect(made).toMatchObject({ code: 0, stdout: "", stderr: "Wrote sheets/rows.tsv\n" });
  const tsv = Papa.parse(await readFile(join(folder.path, "sheets/rows.tsv"), "utf8"), { delimiter: "\t" });
  const csv = Papa.parse(await readFile(join(folder.run, "rows.csv"), "utf8"), { delimiter: "," });
  expect(tsv.data).toEqual(csv.data);
});

test("run --format writes additional files next to the usual ones", async () => {
  await using folder = await ranVariants(TWO_ARMS, ["--format", "xlsx,parquet,md"]);
  expect(await readdir(folder.run)).toEqual(expect.arrayContaining(["report.md", "report.xlsx", "rows.parquet"]));
});

test("md and html are the reports that the run has", async () => {
  await using folder = await ranVariants(TWO_ARMS);
  const md = await sameseed(["export", "--format", "md"], { cwd: folder.path });
  expect(md.stdout).toBe(await readFile(join(folder.run, "report.md"), "utf8"));
  await sameseed(["export", "-o", "page.html"], { cwd: folder.path });
  expect(await readFile(join(folder.path, "page.html"), "utf8")).toBe(
    await readFile(join(folder.run, "report.html"), "utf8"),
  );
});

test("no output replaces a file that is read, or one that a run keeps", async () => {
  await using folder = await ranVariants(TWO_ARMS);
  const { path: cwd, run } = folder;
  await writeFile(join(cwd, "own.csv"), "q,expected\nhi,hi\n");
  const own = "cases: own.csv\nprompts: [{id: p, text: '{{q}}'}]\nmodels: [echo]\nscorers: [equals]\n";
  await writeFile(join(cwd, "own.yaml"), `name: own\n${own}`);
  await sameseed(["run", "own.yaml", "-o", "runs"], { cwd });
  const rows = join(run, "rows.jsonl");
  const manifest = join(run, "manifest.json");
  for (const args of [
    ["run", "own.yaml", "-o", "own.csv"],
    ["export", "latest", "--out", "runs", "-o", "own.csv"],
    ["compare", "latest", "-o", "runs", "--markdown", "own.csv"],
    ["baseline", "save", "latest", "--out", "runs", "-o", "own.csv"],
    ["export", "latest", "-o", rows],
    ["export", "latest", "latest", "-o", manifest],
    ["baseline", "save", "latest", "-o", manifest],
  ]) {
    const before = await Promise.all([join(cwd, "own.csv"), rows, manifest].map((file) => readFile(file, "utf8")));
    const { code, stderr } = await sameseed(args, { cwd });
    expect({ args, code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("Cannot replace ") });
    const after = await Promise.all([join(cwd, "own.csv"), rows, manifest].map((file) => readFile(file, "utf8")));
    expect(after).toEqual(before);
  }
});

test("several runs are a history, one line per run and variant, and comparisons are written to files", async () => {
  await using folder = await ranVariants(TWO_ARMS);
  const cwd = folder.path;
  const said = ["--note", "shorter, and calm", "--tag", "prompt", "--tag", "team b"];
  await sameseed(["run", "benchmark.ts", "--no-progress-bar", ...said], { cwd });
  const [csv, all, book, compared] = await Promise.all([
    sameseed(["export", ...(await readdir(join(cwd, "results"))).map((id) => `results/${id}`), "--format", "csv"], {
      cwd,
    }),
    sameseed(["export", "--all", "--format", "json"], { cwd }),
    sameseed(["export", "--all", "-o", "history.xlsx"], { cwd }),
    sameseed(["compare", "latest", "-o", "c.csv", "-o", "c.xlsx", "-o", "c.json", "--decimal", ","], { cwd }),
  ]);
  const lines = Papa.parse<Record<string, string>>(csv!.stdout, { header: true, skipEmptyLines: true }).data;
  expect(lines.map(({ variant, mean, delta }) => ({ variant, mean, delta }))).toEqual([
    { variant: "a/fake:m", mean: "0.5", delta: "" },
    { variant: "b/fake:m", mean: "1", delta: "" },
    { variant: "a/fake:m", mean: "0.5", delta: "0" },
    { variant: "b/fake:m", mean: "1", delta: "0" },
  ]);
  expect(lines.map(({ note, tags }) => [note, tags])).toEqual([
    ["", ""],
    ["", ""],
    ["shorter, and calm", "prompt, team b"],
    ["shorter, and calm", "prompt, team b"],
  ]);
  expect((JSON.parse(all!.stdout) as unknown[]).length).toBe(4);
  expect(book).toMatchObject({ code: 0, stderr: "Wrote history.xlsx\n" });
  expect(compared).toMatchObject({ code: 0, stderr: expect.stringContaining("Wrote c.xlsx") as string });
  expect(await readFile(join(cwd, "c.csv"), "utf8")).toContain(";0,95;");
  expect(JSON.parse(await readFile(join(cwd, "c.json"), "utf8"))).toMatchObject({ schemaVersion: 1 });
  expect((await readFile(join(cwd, "c.xlsx"))).subarray(0, 2).toString()).toBe("PK");
});

test("verifies and replays a run with other delimiters in its CSV files", async () => {
  await using folder = await ranVariants(TWO_ARMS, ["--decimal", ","]);
  expect(await readFile(join(folder.run, "rows.csv"), "utf8")).toMatch(/^case;repeat;/);
  expect(await sameseed(["verify", "latest"], { cwd: folder.path })).toMatchObject({ code: 0 });
  await sameseed(["replay", "latest"], { cwd: folder.path });
  expect(await readFile(join(`${folder.run}-replay`, "summary.csv"), "utf8")).toContain(";0,95;");
});

test.each([
  [["export"], "The output format is missing."],
  [["export", "-o", "rows.doc"], "The output format is missing."],
  [["export", "--format", "doc"], "csv, tsv, json, jsonl, xlsx, parquet, md, html"],
  [["export", "nothing", "--format", "csv"], 'no run "nothing"'],
  [["export", "a", "b", "-o", "rows.parquet"], "csv, tsv, json, xlsx, md"],
  [["export", "--all", "--format", "csv"], "There are no runs"],
  [["export", "--delimiter", "x", "--format", "csv"], '",", ";", "|" or tab'],
])("%j is a mistake that names the valid values", async (args, message) => {
  await using folder = await folderWith({});
  const { code, stderr } = await sameseed(args, { cwd: folder.path });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string });
});

test("a reader that closes early ends the export quietly", async () => {
  await using folder = await ranVariants({ cases: 2000, right: { a: 3, b: 6 } });
  const command = `${TESTED_COMMAND} export latest --format csv | head -n 1`;
  const { stdout, stderr } = await promisify(execFile)("sh", ["-c", command], { cwd: folder.path });
  expect({ lines: stdout.split("\n").length, stderr }).toEqual({ lines: 2, stderr: "" });
});

/** Case ids, answers and variables that spreadsheets like to take for something else. */
const HOSTILE = [
  "007",
  "1e5",
  "=1+2",
  "@SUM(A1)",
  "-5",
  "+49 30",
  "2026-01-01",
  "TRUE",
  'a "b", c;d\nnext',
  "<b>&amp;",
  "_x0041_",
  "  blanks  ",
  "😀 ünï",
];

/**
 * Opens the workbook in LibreOffice and returns its sheets as tables of the cells' contents, not of their
 * displayed form.
 */
async function openedInLibreOffice(folder: string, file: string): Promise<Record<string, string[][]>> {
  const out = join(folder, "sheets");
  await mkdir(out);
  // Comma, quote, UTF-8; cell contents unformatted; every sheet into a separate file.
  const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";
  await promisify(execFile)(SOFFICE!, [
    `-env:UserInstallation=file://${join(folder, "profile")}`,
    "--headless",
    "--convert-to",
    filter,
    "--outdir",
    out,
    file,
  ]);
  const tables: Record<string, string[][]> = {};
  for (const name of await readdir(out)) {
    const sheet = /-([A-Z][a-z ]+)\.csv$/.exec(name)![1]!;
    tables[sheet] = Papa.parse<string[]>(await readFile(join(out, name), "utf8"), { skipEmptyLines: true }).data;
  }
  return tables;
}

/** A date in a cell, which is shown to the second, and in a CSV file: compared to the hour, since seconds may round up. */
const DATE = /^(\d{4}-\d\d-\d\d)[T ](\d\d):[\d:.]+Z?$/;

/** Numbers to the digits that a spreadsheet writes, its percents as shares, its words for booleans, LF in text. */
function comparable(table: readonly string[][]): string[][] {
  return table.map((cells) =>
    cells.map((cell) => {
      if (/^-?\d+(\.\d+)?%$/.test(cell)) return (Number(cell.slice(0, -1)) / 100).toPrecision(12);
      if (/^-?\d+(\.\d+)?(e-?\d+)?$/i.test(cell) && !/^-?0\d/.test(cell)) return Number(cell).toPrecision(12);
      if (DATE.test(cell)) return cell.replace(DATE, "$1 $2");
      return /^(true|false)$/i.test(cell) ? cell.toLowerCase() : cell.replaceAll("\r\n", "\n");
    }),
  );
}

test.skipIf(SOFFICE === undefined)(
  "LibreOffice opens the workbook and finds the values of the CSV files (needs LibreOffice)",
  async () => {
    await using folder = await folderWith({ "package.json": '{"type":"module"}' });
    await writeFile(
      join(folder.path, "benchmark.ts"),
      `import { contains, defineBenchmark, fake } from "sameseed";
export default defineBenchmark({
  name: "hostile", seed: 1, repeats: 2,
  cases: ${JSON.stringify(HOSTILE.map((text, number) => ({ id: `${text}|${number}`, vars: { text, number: number / 3 }, expected: text })))},
  prompts: [{ id: "echo", text: "{{text}}" }, { id: "shout", text: "say {{text}}" }],
  models: [fake("fake:m", ({ messages }) => messages.at(-1).content)],
  scorers: [contains()],
});`,
    );
    const run = await sameseed(["run", "benchmark.ts", "--format", "xlsx", "--csv-raw", "--no-progress-bar"], {
      cwd: folder.path,
    });
    expect(run).toMatchObject({ code: 0 });
    const [id] = await readdir(join(folder.path, "results"));
    const results = join(folder.path, "results", id!);
    const sheets = await openedInLibreOffice(folder.path, join(results, "report.xlsx"));
    expect(Object.keys(sheets).toSorted()).toEqual([
      "Cases",
      "Chart data",
      "Comparisons",
      "Manifest",
      "Rows",
      "Start here",
      "Summary",
      "Wide",
    ]);
    for (const [sheet, file] of [
      ["Summary", "summary.csv"],
      ["Comparisons", "comparisons.csv"],
      ["Wide", "wide.csv"],
      ["Rows", "rows.csv"],
    ] as const) {
      const expected = Papa.parse<string[]>(await readFile(join(results, file), "utf8"), { skipEmptyLines: true }).data;
      expect(comparable(sheets[sheet]!), sheet).toEqual(comparable(expected));
    }
  },
);
