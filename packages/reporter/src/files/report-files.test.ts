import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest, Row } from "@sameseed/core";
import * as fc from "fast-check";
import Papa from "papaparse";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reportFiles } from "./report-files.ts";
import { summarize } from "@sameseed/analysis";
import { failedRow, manifestOf, rowOf } from "@sameseed/analysis/testing/sample-run";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "sameseed-report-"))));
afterEach(() => rm(folder, { recursive: true }));

async function write(
  manifest: Manifest,
  rows: readonly Row[],
  options: { raw?: boolean; bom?: boolean } = {},
): Promise<void> {
  await summarize(manifest, rows, reportFiles(folder, manifest, options).reporters);
}

const read = (name: string) => readFile(join(folder, name), "utf8");

const twoCases = [
  rowOf({ index: 0, score: { numeric: { value: 1, reason: "2 = 2", answer: "2", expected: "2" } } }),
  rowOf({
    index: 1,
    prompt: "stepwise",
    score: { numeric: { value: 0, reason: "=3, not 2", expected: "2" } },
    outcome: { text: "=1+2" },
  }),
  rowOf({
    index: 2,
    case: { id: "b", vars: { question: 'A "hard" one,\nin two lines' }, expected: ["x"] },
    score: null,
    outcome: { text: null, usage: null, costUsd: null },
  }),
  failedRow({
    index: 3,
    case: { id: "b", vars: { question: 'A "hard" one,\nin two lines' }, expected: ["x"] },
    prompt: "stepwise",
  }),
];

test("rows.csv has one line per trial", async () => {
  await write(manifestOf(), twoCases);
  expect(await read("rows.csv")).toBe(
    [
      "case,repeat,variant,prompt,model,seed,order,status,score,output,expected,error,finish_reason,system_fingerprint,model_version,prompt_tokens,completion_tokens,cost_usd,latency_ms,ttft_ms,cached,attempts,started_at,score.numeric,reason.numeric,reasoning,cached_tokens,cache_write_tokens,reasoning_tokens,audio_prompt_tokens,audio_completion_tokens,region,service_tier,upstream,seed_echoed,run_id,vars.question",
      "a,0,direct/m,direct,m,434296,0,completed,1,2,2,,stop,fp_1,m-1,10,1,0.0000005,12.5,,false,1,2026-01-01T00:00:01.000Z,1,2 = 2,,,,,,,,,,,2026-01-01-000000,1+1",
      'a,0,stepwise/m,stepwise,m,434296,1,completed,0,"\'=1+2",2,,stop,fp_1,m-1,10,1,0.0000005,12.5,,false,1,2026-01-01T00:00:01.000Z,0,"\'=3, not 2",,,,,,,,,,,2026-01-01-000000,1+1',
      'b,0,direct/m,direct,m,434296,2,completed,,,"[""x""]",,stop,fp_1,m-1,,,,12.5,,false,1,2026-01-01T00:00:01.000Z,,,,,,,,,,,,,2026-01-01-000000,"A ""hard"" one,\nin two lines"',
      'b,0,stepwise/m,stepwise,m,434296,3,failed,,,"[""x""]",timeout: no answer in 60 s,,,,,,,12.5,,,1,2026-01-01T00:00:01.000Z,,,,,,,,,,,,,2026-01-01-000000,"A ""hard"" one,\nin two lines"',
      "",
    ].join("\r\n"),
  );
});

test("wide.csv has one line per case and a column group per variant", async () => {
  await write(manifestOf(), twoCases);
  expect(await read("wide.csv")).toBe(
    [
      "case,expected,direct/m.score,direct/m.output,direct/m.status,stepwise/m.score,stepwise/m.output,stepwise/m.status,vars.question",
      'a,2,1,2,completed,0,"\'=1+2",completed,1+1',
      'b,"[""x""]",,,completed,,,failed,"A ""hard"" one,\nin two lines"',
      "",
    ].join("\r\n"),
  );
});

test("wide.csv of a run with repeats has the mean, its number of repeats, and the first repeat's answer", async () => {
  const rows = [rowOf({ score: 1 }), rowOf({ repeat: 1, score: 0, outcome: { text: "7" } }), failedRow({ repeat: 2 })];
  await write(manifestOf({ repeats: 3 }), rows);
  expect((await read("wide.csv")).split("\r\n")[0]).toContain(
    "direct/m.score,direct/m.n,direct/m.output,direct/m.status",
  );
  expect((await read("wide.csv")).split("\r\n")[1]).toBe("a,,0.5,2,2,completed,,0,,,1+1");
});

test("summary.csv has one line per variant and metric", async () => {
  await write(manifestOf(), twoCases);
  expect((await read("summary.csv")).replaceAll("\r\n", "\n")).toMatchInlineSnapshot(`
    "variant,prompt,model,metric,n,mean,ci_low,ci_high,ci_level,method,sd,trials,completed,truncated,refused,failed,unscored,prompt_tokens,completion_tokens,cost_usd,latency_ms_p50,latency_ms_p95,fingerprints,cached,cost_per_correct
    direct/m,direct,m,score,1,1,0.20654931437723723,1,0.95,Wilson,,2,2,0,0,0,1,,,,12.5,12.5,1,0,
    stepwise/m,stepwise,m,score,1,0,0,0.7934506856227628,0.95,Wilson,,2,1,0,0,1,0,10,1,0.0000005,12.5,12.5,1,0,
    "
  `);
});

test("report.json has the manifest, the figures and the other files, in sorted keys", async () => {
  await write(manifestOf(), twoCases);
  const text = await read("report.json");
  const report = JSON.parse(text) as Record<string, unknown>;
  expect(Object.keys(report)).toEqual([
    "comparisons",
    "factors",
    "files",
    "format",
    "manifest",
    "schemaVersion",
    "variants",
  ]);
  expect(report).toMatchObject({
    schemaVersion: 1,
    manifest: manifestOf(),
    files: [
      "rows.csv",
      "wide.csv",
      "summary.csv",
      "comparisons.csv",
      "factors.csv",
      "report.json",
      "report.html",
      "report.md",
    ],
    variants: [
      { variant: "direct/m", metrics: [{ metric: "score", n: 1, mean: 1 }] },
      { variant: "stepwise/m", failed: 1 },
    ],
  });
  expect(text.startsWith('{\n  "comparisons": [')).toBe(true);
});

test("the same rows give the same bytes", async () => {
  await write(manifestOf(), twoCases);
  const first = await Promise.all(
    ["rows.csv", "wide.csv", "summary.csv", "report.json", "report.html", "report.md"].map(read),
  );
  await write(manifestOf(), twoCases);
  expect(
    await Promise.all(["rows.csv", "wide.csv", "summary.csv", "report.json", "report.html", "report.md"].map(read)),
  ).toEqual(first);
});

const awkward = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("=1+1", "a,b", '"', "é\n", "\ud800", ""));
const cases = fc.array(fc.record({ texts: fc.tuple(awkward, awkward), isEarly: fc.boolean() }), { maxLength: 12 });

test("the files have the same bytes if some cases come before their turn, in any order", async () => {
  const manifest = manifestOf();
  const filesOf = async (): Promise<string[]> => Promise.all((await readdir(folder)).toSorted().map(read));
  await fc.assert(
    fc.asyncProperty(cases, fc.infiniteStream(fc.nat()), async (given, order) => {
      const blocks = given.map(({ texts, isEarly }, number) => {
        const testCase = { id: `c${number}`, vars: { question: texts[0] } };
        const rows = ["direct", "stepwise"].map((prompt, place) =>
          rowOf({ index: 2 * number + place, prompt, case: testCase, outcome: { text: texts[place]! } }),
        );
        return { rows, isEarly };
      });
      const rows = blocks.flatMap((block) => block.rows);
      await write(manifest, rows);
      const expected = await filesOf();
      const { reporters } = reportFiles(folder, manifest);
      const early = blocks.filter(({ isEarly }) => isEarly).map((block) => ({ ...block, place: order.next().value! }));
      for (const block of early.toSorted((left, right) => left.place - right.place))
        for (const reporter of reporters) reporter.early?.(block.rows);
      await summarize(manifest, rows, reporters);
      expect(await filesOf()).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

test("a report that stops in the middle leaves the earlier files complete", async () => {
  await writeFile(join(folder, "rows.csv"), "earlier");
  await writeFile(join(folder, "rows.csv.part"), "left by a report that was killed");
  const broken = (function* () {
    yield* twoCases;
    throw new Error("the disk is gone");
  })();
  const manifest = manifestOf();
  await expect(summarize(manifest, broken, reportFiles(folder, manifest).reporters)).rejects.toThrow(
    "the disk is gone",
  );
  expect(await read("rows.csv")).toBe("earlier");
  expect(await readdir(folder)).not.toContain("report.json");
  await write(manifest, twoCases);
  expect(await read("rows.csv")).toMatch(/^case,/);
  expect((await readdir(folder)).toSorted()).toEqual([
    "comparisons.csv",
    "factors.csv",
    "report.html",
    "report.json",
    "report.md",
    "rows.csv",
    "summary.csv",
    "wide.csv",
  ]);
});

test("writes many rows in batches without loss", async () => {
  const rows = Array.from({ length: 3000 }, (_, number) =>
    rowOf({ case: { id: `c${number}` }, outcome: { text: "x".repeat(1000) } }),
  );
  await write(manifestOf(), rows);
  const { data } = Papa.parse<{ case: string; output: string }>(await read("rows.csv"), {
    header: true,
    skipEmptyLines: true,
  });
  expect(data.map((line) => line.case)).toEqual(rows.map((row) => row.trial.case.id));
  expect(data.every((line) => line.output.length === 1000)).toBe(true);
});

test("a var that only some cases have is empty in the others, for any name", async () => {
  const names = ["question", "constructor", "__proto__"];
  const vars = JSON.parse('{"question":"q","constructor":"c","__proto__":"p"}') as Record<string, unknown>;
  const manifest = manifestOf({ cases: { ...manifestOf().cases, varNames: names } });
  await write(manifest, [rowOf({ case: { id: "a", vars } }), rowOf({ case: { id: "b" } })]);
  const lines = (await read("rows.csv")).split("\r\n");
  expect(lines.slice(0, 3).map((line) => line.split(",").slice(-3))).toEqual([
    ["vars.question", "vars.constructor", "vars.__proto__"],
    ["q", "c", "p"],
    ["1+1", "", ""],
  ]);
});

test("a byte order mark begins every CSV file on request", async () => {
  await write(manifestOf(), twoCases, { bom: true });
  for (const name of ["rows.csv", "wide.csv", "summary.csv"])
    expect((await read(name)).startsWith("\uFEFF")).toBe(true);
});

test("raw rows.csv preserves every value", async () => {
  const text = fc.string({
    unit: fc.constantFrom("=", "-", '"', ",", "\n", "\r", "'", "日", "😀", " ", "a", "\u0000"),
  });
  const drawn = fc.record({
    id: text.map((suffix) => `c${suffix}`),
    output: text,
    reason: text,
    question: fc.oneof(text, fc.array(text, { maxLength: 2 })),
    number: fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
    value: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    latencyMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { minLength: 1, maxLength: 4 }), async (draws) => {
      const manifest = manifestOf({ cases: { ...manifestOf().cases, varNames: ["question", "number"] } });
      const rows = draws.map(({ id, question, number, output, latencyMs, value, reason }) =>
        rowOf({
          case: { id, vars: { question, number } },
          outcome: { text: output, latencyMs },
          score: { numeric: { value, reason } },
        }),
      );
      await write(manifest, rows, { raw: true });
      const { data } = Papa.parse<Record<string, string>>(await read("rows.csv"), {
        header: true,
        newline: "\r\n",
        skipEmptyLines: true,
      });
      expect(data).toHaveLength(draws.length);
      for (const [index, draw] of draws.entries()) {
        const line = data[index]!;
        expect(line).toMatchObject({ case: draw.id, output: draw.output, "reason.numeric": draw.reason });
        expect(line["vars.question"]).toBe(
          typeof draw.question === "string" ? draw.question : JSON.stringify(draw.question),
        );
        expect(Number(line["vars.number"]) === draw.number).toBe(true); // -0 is written as 0
        expect(Number(line.latency_ms)).toBe(draw.latencyMs);
        expect(line.score === "" ? null : Number(line.score)).toBe(draw.value);
      }
    }),
    { numRuns: 50 },
  );
});
