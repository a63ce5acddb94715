/** Names of members of every JavaScript object, as names of everything that a user may name. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fake } from "@sameseed/runner";
import { contains, custom } from "@sameseed/scorer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { baselineJson, baselineOf, readBaseline } from "../compare/baseline-file.ts";
import type { FinishedRun } from "../run/run-options.ts";
import { runBenchmark } from "../run/run-benchmark.ts";
import { compareRuns } from "./compare-runs.ts";
import { readRun, summarize } from "./read-run.ts";
import { verifyRun } from "./verify.ts";

const IDS = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
/** `__proto__` is refused as the name of a variable. */
const KEYS = IDS.slice(1);
/** `__proto__` is refused as the name of a prompt, a model and a scorer. */
const NAMES = ["constructor", "toString"];

/** Own properties, also of the name `__proto__`. */
function named<T>(names: readonly string[], value: (name: string) => T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

let out: string;
let run: FinishedRun;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "sameseed-names-"));
  const cases = IDS.flatMap((id, place) => [
    {
      id,
      vars: named(KEYS, (name) => `${name} of ${id}`),
      expected: id,
      cluster: id,
      chain: id,
      storeAs: "constructor",
      metadata: named(KEYS, () => IDS[place % 2]!),
    },
  ]);
  run = (await runBenchmark(
    {
      name: "__proto__",
      cases,
      prompts: NAMES.map((id) => ({ id, text: "{{valueOf}}" })),
      models: NAMES.map((id) => fake(id, ({ case: caseId }) => (id === "constructor" ? caseId : "no"))),
      scorers: [contains({ metric: "constructor" }), custom("toString", ({ output }) => output.length / 100)],
      slices: ["constructor", "toString"],
    },
    { out },
  ))!;
});
afterAll(() => rm(out, { recursive: true }));

test("every case has its rows, its score and its place in the files", async () => {
  const { rows } = await readRun(run);
  const found = (await Array.fromAsync(rows())).map(({ trial, scores }) => [
    trial.case.id,
    trial.model,
    scores["constructor"]!.value,
  ]);
  expect(found).toHaveLength(IDS.length * 4);
  for (const id of IDS)
    for (const model of NAMES) expect(found).toContainEqual([id, model, model === "constructor" ? 1 : 0]);
  const csv = await readFile(join(run.folder, "rows.csv"), "utf8");
  const header = csv.split(/\r?\n/, 1)[0]!.split(",");
  for (const id of KEYS) expect(header).toEqual(expect.arrayContaining([`vars.${id}`, `metadata.${id}`]));
  expect(csv).toContain("constructor of __proto__");
});

test("the manifest lists every case, and the run verifies", async () => {
  const { manifest } = await readRun(run);
  expect(Object.keys(manifest.cases.hashes!)).toEqual(IDS);
  expect(await verifyRun(run)).toMatchObject({ differences: [], rows: IDS.length * 4 });
});

test("slices by such a name contain the cases of each value", async () => {
  const { slices } = await summarize(run);
  expect(slices!.keys.map(({ key, slices: found }) => [key, found.map(({ name, cases }) => [name, cases])])).toEqual(
    ["constructor", "toString"].map((key) => [
      key,
      [
        ["__proto__", 3],
        ["constructor", 2],
      ],
    ]),
  );
});

test("a baseline file keeps every case, and a comparison with it pairs all", async () => {
  const { manifest, rows } = await readRun(run);
  const file = join(out, "baseline.json");
  await writeFile(file, baselineJson(await baselineOf(manifest, rows())));
  expect(Object.keys((await readBaseline(file)).cases).toSorted()).toEqual(IDS.toSorted());
  const { comparisons } = await compareRuns(run, { against: file });
  expect(comparisons.map(({ result }) => [result.n, result.estimate])).toEqual(comparisons.map(() => [IDS.length, 0]));
});
