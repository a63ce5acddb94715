import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fake } from "@sameseed/runner";
import { contains } from "@sameseed/scorer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { baselineJson, baselineOf } from "../compare/baseline-file.ts";
import type { FinishedRun } from "../run/run-options.ts";
import { runBenchmark } from "../run/run-benchmark.ts";
import { compareRuns } from "./compare-runs.ts";
import { gate } from "./gate.ts";
import { readRun, summarize } from "./read-run.ts";
import { verifyRun } from "./verify.ts";

let out: string;
let run: FinishedRun;
const cases = Array.from({ length: 40 }, (_, number) => ({ id: `c${number}`, vars: {}, expected: "yes" }));
const models = [fake("good", "yes"), fake("bad", ({ case: id }) => (Number(id.slice(1)) % 4 === 0 ? "yes" : "no"))];
const benchmark = { name: "b", cases, prompts: [{ id: "p", text: "?" }], models, scorers: [contains()] };

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "sameseed-library-"));
  run = (await runBenchmark(benchmark, { out }))!;
});
afterAll(() => rm(out, { recursive: true }));

test("finds a run by its benchmark, its folder, its id and as the latest", async () => {
  for (const named of [run, run.folder, basename(run.folder), "latest"]) {
    const { manifest, folder } = await readRun(named, { out });
    expect([manifest.name, folder]).toEqual(["b", run.folder]);
  }
  await expect(readRun("nothing", { out })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("its rows come in table order on every reading", async () => {
  const { rows } = await readRun(run);
  for (let time = 0; time < 2; time++) {
    const ids = (await Array.fromAsync(rows())).map(({ trial }) => trial.index);
    expect(ids).toEqual(Array.from({ length: 80 }, (_, index) => index));
  }
});

test("its report is computed from the rows and equals the written one", async () => {
  const report = await summarize(run);
  expect(report.variants.map(({ metrics }) => metrics[0]!.mean)).toEqual([1, 0.25]);
  const written = JSON.parse(await readFile(join(run.folder, "report.json"), "utf8")) as object;
  expect(JSON.parse(JSON.stringify(report))).toMatchObject({ variants: (written as { variants: object }).variants });
});

test("its variants are compared, and the gate decides", async () => {
  const compared = await compareRuns(run);
  expect(compared.comparisons.map(({ b, verdict }) => [b, verdict])).toEqual([["p/bad", "worse"]]);
  expect(gate(compared).result).toBe("failed");
  expect(gate(await compareRuns(run, { against: run })).result).toBe("passed");
  expect(gate(await compareRuns(run, { against: run }), { mode: "require-not-worse", metric: "none" }).result).toBe(
    "undecided",
  );
});

test("a run is compared with a baseline file", async () => {
  const { manifest, rows } = await readRun(run);
  const file = join(out, "main.json");
  await writeFile(file, baselineJson(await baselineOf(manifest, rows())));
  const { comparisons } = await compareRuns(run, { against: file });
  expect(comparisons.every(({ result }) => result.estimate === 0)).toBe(true);
});

test("reports of another build verify if both contain the same, and are named by their format", async () => {
  const json = join(run.folder, "report.json");
  const html = join(run.folder, "report.html");
  const [jsonText, htmlText] = await Promise.all([json, html].map((file) => readFile(file, "utf8")));
  const { format, recommendation: _, ...older } = JSON.parse(jsonText!) as Record<string, unknown>;
  expect(format).toBeGreaterThan(1);
  expect(htmlText).toContain(`"format":${String(format)},`);
  const files = async () => {
    const { differences, wording } = await verifyRun(run);
    return {
      differences: differences.map(({ file }) => file),
      formats: wording.filter(({ where }) => where === "format"),
    };
  };
  try {
    await writeFile(json, JSON.stringify(older, null, 2));
    await writeFile(html, htmlText!.replace(`"format":${String(format)},`, ""));
    expect(await files()).toMatchObject({
      differences: [],
      formats: [
        { file: "report.json", recomputed: format },
        { file: "report.html", recomputed: format },
      ],
    });
    await writeFile(json, JSON.stringify({ ...older, format: 99, later: [1] }, null, 2));
    expect(await files()).toMatchObject({ differences: [], formats: [{ stored: 99 }, {}] });
    await writeFile(json, JSON.stringify(older, null, 2).replace('"mean": 0.25', '"mean": 0.5'));
    expect(await files()).toMatchObject({ differences: ["report.json"] });
    // Lists have their entries in every format.
    const { comparisons } = older as { readonly comparisons: readonly unknown[] };
    for (const fewer of [undefined, [], comparisons.slice(1), comparisons.slice(0, -1)]) {
      await writeFile(json, JSON.stringify({ ...older, comparisons: fewer }, null, 2));
      expect((await files()).differences).toContain("report.json");
    }
    await writeFile(json, JSON.stringify({ ...older, files: [] }, null, 2));
    expect((await files()).differences).toEqual([]);
    // A report of this build without a member is not a report of another build.
    await writeFile(json, JSON.stringify({ ...older, format, comparisons: undefined }, null, 2));
    expect((await files()).differences).toContain("report.json");
  } finally {
    await writeFile(json, jsonText!);
    await writeFile(html, htmlText!);
  }
});

test("a run that was changed does not verify", async () => {
  expect((await verifyRun(run)).differences).toEqual([]);
  expect((await verifyRun(run, { benchmark })).scored).toBe(80);
  const summary = join(run.folder, "summary.csv");
  const text = await readFile(summary, "utf8");
  try {
    await appendFile(summary, "forged\n");
    expect((await verifyRun(run)).differences.map(({ file }) => file)).toEqual(["summary.csv"]);
  } finally {
    await writeFile(summary, text);
  }
});

test("cases with the names of an object's own properties verify", async () => {
  const named = ["__proto__", "constructor", "toString"].map((id) => ({ id, vars: { id }, expected: "yes" }));
  const finished = (await runBenchmark({ ...benchmark, cases: named, models: [fake("m", "yes")] }, { out }))!;
  expect(await verifyRun(finished)).toMatchObject({ differences: [], rows: 3 });
});
