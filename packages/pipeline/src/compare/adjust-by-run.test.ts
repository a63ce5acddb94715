import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { equals } from "@sameseed/scorer";
import { findRun, simulated } from "@sameseed/runner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runBenchmark } from "../run/run-benchmark.ts";
import { covariateNotes } from "../plan/covariate-notes.ts";
import { readPilot } from "../plan/read-pilot.ts";
import { adjustByRun } from "./adjust-by-run.ts";

let out = "";
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "covariates-"));
});
afterAll(() => rm(out, { recursive: true, force: true }));

interface Made {
  readonly cases: number;
  readonly seed?: number;
  readonly prefix?: string;
  readonly text?: string;
  readonly sample?: number;
}

/** Two phrasings of a prompt on two simulated models. */
async function phrased(sample?: number) {
  const finished = await runBenchmark(
    {
      name: "phrased",
      seed: 1,
      cases: Array.from({ length: 200 }, (_, place) => ({ id: `c${place}`, vars: { text: "x" }, expected: "correct" })),
      prompts: [{ id: "ask", phrasings: ["Plain. {{text}}", "With care. {{text}}"] }],
      models: [simulated("m"), simulated("n", { ability: 1 })],
      scorers: [equals()],
    },
    { out, ...(sample !== undefined && { selection: { filterSample: sample } }) },
  );
  return findRun(out, finished!.folder);
}

/** Two prompts on a simulated model; the same seed gives the same answers. */
async function made({ cases, seed = 1, prefix = "c", text = "x", sample }: Made) {
  const finished = await runBenchmark(
    {
      name: "covariates",
      seed,
      cases: Array.from({ length: cases }, (_, place) => ({
        id: `${prefix}${place}`,
        vars: { text },
        expected: "correct",
      })),
      prompts: [
        { id: "a", text: "Plain. {{text}}" },
        { id: "b", text: "With care. {{text}}" },
      ],
      models: [simulated("m", { promptEffects: { care: 0.5 } })],
      scorers: [equals()],
    },
    { out, ...(sample !== undefined && { selection: { filterSample: sample } }) },
  );
  return findRun(out, finished!.folder);
}

test("phrasings are compared with the same phrasing of the other model, adjusted and in a pilot", async () => {
  const run = await phrased(60);
  const { differences } = await adjustByRun(run, { past: await phrased(), baseline: "ask/simulated:m" });
  expect(differences.map(({ a, b }) => [a, b])).toEqual([
    ["ask~1/simulated:m", "ask~1/simulated:n"],
    ["ask~2/simulated:m", "ask~2/simulated:n"],
  ]);
  const { variants } = await readPilot(run);
  expect(variants.map(({ variant }) => variant)).toEqual(["ask~1/simulated:n", "ask~2/simulated:n"]);
  const mean = (scores: readonly (readonly number[])[]): number => scores.flat().reduce((sum, score) => sum + score, 0);
  expect(mean(variants[0]!.baseline)).not.toBe(mean(variants[1]!.baseline));
});

describe("a run adjusted by a past run", () => {
  test("narrows the interval where the past run has the same pair, and reports by how much", async () => {
    const past = await made({ cases: 400 });
    const run = await made({ cases: 400, sample: 100 });
    const { runId, differences } = await adjustByRun(run, { past });
    expect(runId).toBe(past.id);
    // The seed is the same, so that the past run has each difference.
    expect(differences).toHaveLength(1);
    const [found] = differences;
    expect(found).toMatchObject({ n: 100, rest: 300, covariates: "pair", a: "a/simulated:m", b: "b/simulated:m" });
    expect(found!.saved).toBeGreaterThan(0.5);
    const power = [{ repeats: 1, mde: 0.1, cases: 400, requests: 800, noiseShare: null }];
    const scenario = {
      variant: "b/simulated:m",
      discordance: 0.2,
      sdDifference: null,
      power,
      designs: [],
      advice: null,
    };
    const [note] = covariateNotes({ runId, differences }, { scenarios: [scenario], repeats: 1 });
    expect(note).toMatch(/the variance for b\/simulated:m is \d+ % smaller .*: \d+ cases in place of 400 find/);
    expect(found!.low! <= found!.estimate! && found!.estimate! <= found!.high!).toBe(true);
  });

  test("refuses runs of other cases, changed cases, and runs without further cases", async () => {
    const run = await made({ cases: 60 });
    await expect(adjustByRun(run, { past: await made({ cases: 60, prefix: "z" }) })).rejects.toThrow("they share none");
    await expect(adjustByRun(run, { past: await made({ cases: 50 }) })).rejects.toThrow("lacks 10 of the 60 cases");
    await expect(adjustByRun(run, { past: await made({ cases: 70, text: "y" }) })).rejects.toThrow("other variables");
    await expect(adjustByRun(run, { past: run })).rejects.toThrow("has no other cases than");
  });
});
