import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "@sameseed/core";
import { runHistory } from "@sameseed/analysis";
import { wordedSummary } from "../testing/worded-summary.ts";
import { manifestOf, rowOf, variant } from "@sameseed/analysis/testing/sample-run";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forestChart } from "./charts.ts";
import { writeHistoryWorkbook } from "./history-workbook.ts";
import { writeRunWorkbook } from "./run-workbook.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "sameseed-charts-"))));
afterEach(() => rm(folder, { recursive: true }));

type Parts = Readonly<Record<string, string>>;

async function partsOf(path: string): Promise<Parts> {
  const parts = unzipSync(await readFile(path));
  return Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

/** Ten cases of two prompts; the second is right twice as often and dearer. */
function rows(): Row[] {
  return Array.from({ length: 20 }, (_, index) => {
    const isSecond = index % 2 === 1;
    return rowOf({
      index,
      case: { id: `c${Math.floor(index / 2)}` },
      prompt: isSecond ? "stepwise" : "direct",
      score: Number(Math.floor(index / 2) < (isSecond ? 8 : 4)),
      outcome: { costUsd: isSecond ? 0.002 : 0.001 },
    });
  });
}

async function runParts(given: readonly Row[] = rows(), manifest = manifestOf()): Promise<Parts> {
  const path = join(folder, "run.xlsx");
  await writeRunWorkbook(path, await wordedSummary(manifest, given), () => given);
  return partsOf(path);
}

test("every named part exists, with a type and a relation", async () => {
  const parts = await runParts();
  const types = [...parts["[Content_Types].xml"]!.matchAll(/PartName="\/([^"]+)"/g)].map(([, name]) => name!);
  expect(types.filter((name) => parts[name] === undefined)).toEqual([]);
  const xml = Object.keys(parts).filter((name) => name.endsWith(".xml") && name !== "[Content_Types].xml");
  expect(xml.filter((name) => !types.includes(name))).toEqual([]);
  for (const [name, text] of Object.entries(parts).filter(([path]) => path.endsWith(".rels"))) {
    const base = name.replace(/_rels\/[^/]*$/, "");
    for (const [, target = ""] of text.matchAll(/Target="([^"]+)"/g))
      expect(parts[new URL(target, `file:///${base}`).pathname.slice(1)], `${name} → ${target}`).toBeDefined();
  }
});

test("the forest shows each difference, and its error bars reach the ends of the interval", async () => {
  const given = rows();
  const { comparisons } = await wordedSummary(manifestOf(), given);
  const chart = (await runParts(given))["xl/charts/chart1.xml"]!;
  const { estimate, interval } = comparisons[0]!.result;
  const numbers = [...chart.matchAll(/<c:v>(-?[\d.]+(?:e-?\d+)?)<\/c:v>/g)].map(([, number]) => Number(number));
  expect(numbers).toContain(estimate);
  expect(numbers).toContain(interval!.hi - estimate!);
  expect(numbers).toContain(estimate! - interval!.lo);
  expect(chart).toContain("<c:f>'Start here'!$G$");
  expect(chart).toMatch(/<c:plus><c:numRef><c:f>'Chart data'!\$F\$2:\$F\$2<\/c:f>/);
});

test("axes contain every interval", async () => {
  const given = rows();
  const { comparisons, variants } = await wordedSummary(manifestOf(), given);
  const parts = await runParts(given);
  const endsOf = (chart: string): [number, number] => {
    const [, most, least] = /<c:max val="([^"]+)"\/><c:min val="([^"]+)"/.exec(chart)!;
    return [Number(least), Number(most)];
  };
  const [low, high] = endsOf(parts["xl/charts/chart1.xml"]!);
  expect(low).toBeLessThanOrEqual(Math.min(0, comparisons[0]!.result.interval!.lo));
  expect(high).toBeGreaterThanOrEqual(comparisons[0]!.result.interval!.hi);
  const [least, most] = endsOf(parts["xl/charts/chart2.xml"]!);
  for (const { metrics } of variants) {
    expect(least).toBeLessThanOrEqual(metrics[0]!.low!);
    expect(most).toBeGreaterThanOrEqual(metrics[0]!.high!);
  }
});

test("the scatter plots cost, or time without known costs, and is absent without either", async () => {
  const free = (latencyMs: number | null) =>
    rows().map((row) => ({ ...row, outcome: { ...row.outcome, costUsd: null, latencyMs } }) as Row);
  expect((await runParts())["xl/charts/chart2.xml"]).toContain("US dollars per 1,000 answers");
  expect((await runParts(free(20)))["xl/charts/chart2.xml"]).toContain("median milliseconds");
  expect((await runParts(free(null)))["xl/charts/chart2.xml"]).toBeUndefined();
});

test("a comparison without a difference has no bars", async () => {
  const report = await wordedSummary(manifestOf(), rows());
  const table = { cell: () => "A1", range: () => "A1:A2" } as never;
  const [comparison] = report.comparisons;
  expect(forestChart([comparison!], table)?.kind).toBe("forest");
  expect(forestChart([{ ...comparison!, result: { ...comparison!.result, estimate: null } }], table)).toBeNull();
  expect(forestChart([], table)).toBeNull();
});

test("the first sheet names the variants and links to the other sheets", async () => {
  const parts = await runParts();
  const page = parts["xl/worksheets/sheet1.xml"]!;
  expect(parts["xl/workbook.xml"]).toContain('<sheet name="Start here" sheetId="1"');
  expect(page).toContain("2 variants (prompt and model) answered the same 2 cases");
  const links = [...page.matchAll(/location="'([^']+)'!A1"/g)].map(([, name]) => name);
  const sheets = [...parts["xl/workbook.xml"]!.matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name);
  expect(links).toEqual(sheets.filter((name) => name !== "Start here" && name !== "Chart data"));
});

test("a caveat keeps the id of a model as it is", async () => {
  const parts = await runParts(rows(), manifestOf({ notes: ["openai:x stopped.", "half of it is missing"] }));
  expect(parts["xl/worksheets/sheet1.xml"]).toContain("• openai:x stopped.");
  expect(parts["xl/worksheets/sheet1.xml"]).toContain("• Half of it is missing.");
});

test("a run of one variant has a page without charts", async () => {
  const parts = await runParts([rowOf()], manifestOf({ variants: [variant("direct")] }));
  expect(parts["xl/worksheets/sheet1.xml"]).toContain("nothing to compare");
  expect(parts["xl/worksheets/sheet1.xml"]).not.toContain("<drawing");
  expect(Object.keys(parts).filter((name) => /chart|drawing/.test(name))).toEqual([]);
});

test("ids of any text stay text in charts and on the page", async () => {
  const id = '=1+1</c:v><x>&"';
  const hostile = rows().map((row) =>
    row.trial.variant === "stepwise/m" ? { ...row, trial: { ...row.trial, variant: id } } : row,
  );
  const parts = await runParts(hostile, manifestOf({ variants: [variant("direct"), { ...variant("stepwise"), id }] }));
  for (const name of ["xl/charts/chart1.xml", "xl/worksheets/sheet1.xml", "xl/drawings/drawing1.xml"])
    expect(parts[name]).not.toContain("<x>");
  expect(parts["xl/charts/chart1.xml"]).toContain("=1+1&lt;/c:v&gt;&lt;x&gt;&amp;");
  expect(parts["xl/worksheets/sheet1.xml"]).not.toMatch(/<f[ >]/);
});

test("changed cases have a sheet with both answers", async () => {
  const parts = await runParts();
  const names = [...parts["xl/workbook.xml"]!.matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name);
  const xml = parts[`xl/worksheets/sheet${names.indexOf("Cases") + 1}.xml`]!;
  const changes = [...xml.matchAll(/preserve">(lost|gained|same)</g)].map(([, change]) => change);
  expect(changes).toEqual([...Array.from({ length: 4 }, () => "gained"), ...Array.from({ length: 6 }, () => "same")]);
});

test("dates are numbers of days that show their zone", async () => {
  const parts = await runParts();
  const names = [...parts["xl/workbook.xml"]!.matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name);
  const xml = parts[`xl/worksheets/sheet${names.indexOf("Rows") + 1}.xml`]!;
  const days = Date.parse("2026-01-01T00:00:01.000Z") / 86_400_000 + 25_569;
  expect(xml).toContain(`<v>${days}</v>`);
  expect(parts["xl/styles.xml"]).toContain("yyyy-mm-dd hh:mm:ss&quot; UTC&quot;");
});

test("a history has a chart for each benchmark of two runs or more", async () => {
  const path = join(folder, "history.xlsx");
  const runs = await Promise.all(
    ["1", "2"].map((day) =>
      wordedSummary(manifestOf({ runId: `run-${day}`, startedAt: `2026-01-0${day}T00:00:00.000Z` }), rows()),
    ),
  );
  await writeHistoryWorkbook(path, runHistory(runs));
  const parts = await partsOf(path);
  expect(parts["xl/charts/chart1.xml"]).toContain("<c:lineChart>");
  expect(parts["xl/worksheets/sheet1.xml"]).toContain("0.0 points since run-1");
  expect(parts["xl/worksheets/sheet2.xml"]).toContain("cost_per_1000_usd");
});
