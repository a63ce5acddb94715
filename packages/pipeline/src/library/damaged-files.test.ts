/**
 * A run with its manifest or rows cut off at any byte, or with changed bytes: an error with a remedy, or the
 * intact part.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { SameseedError } from "@sameseed/core";
import { fake, findRun, listRuns, readManifest } from "@sameseed/runner";
import { contains } from "@sameseed/scorer";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FinishedRun } from "../run/run-options.ts";
import { runBenchmark } from "../run/run-benchmark.ts";
import { compareRuns } from "./compare-runs.ts";
import { readRun, summarize } from "./read-run.ts";
import { verifyRun } from "./verify.ts";

/** 200 of each file and every length were swept once; these are as many as a test may take. */
const FLIPS = 8;
const CASES = 3;

let out: string;
let run: FinishedRun;
let whole: Readonly<Record<"manifest.json" | "rows.jsonl", Buffer>>;
let asked = 0;
const benchmark = {
  name: "b",
  cases: Array.from({ length: CASES }, (_, number) => ({ id: `c${number}`, vars: {}, expected: "yes" })),
  prompts: [{ id: "p", text: "?" }],
  models: [
    fake("good", () => {
      asked++;
      return "yes";
    }),
    fake("bad", () => {
      asked++;
      return "no";
    }),
  ],
  scorers: [contains()],
};

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "sameseed-damaged-"));
  run = (await runBenchmark(benchmark, { out }))!;
  const [manifest, rows] = await Promise.all(
    ["manifest.json", "rows.jsonl"].map((name) => readFile(join(run.folder, name))),
  );
  whole = { "manifest.json": manifest!, "rows.jsonl": rows! };
});
afterAll(() => rm(out, { recursive: true }));

type Answer = { readonly error: string } | { readonly value: unknown };

/** The result, or the error's message; any error of another class fails the test. */
async function answerOf(read: () => Promise<unknown>): Promise<Answer> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof SameseedError)) throw error;
    expect(error.message).not.toContain("    at ");
    return { error: error.message };
  }
}

const READERS: Readonly<Record<string, () => Promise<unknown>>> = {
  list: async () => (await listRuns(out)).map(({ id }) => id),
  find: async () => readManifest(await findRun(out, run.folder)),
  show: async () => (await summarize(run)).variants.map(({ metrics }) => metrics.map(({ mean, n }) => ({ mean, n }))),
  rows: async () => {
    const { rows } = await readRun(run);
    return (await Array.fromAsync(rows())).map(({ trial, scores }) => [trial.index, scores["contains"]?.value]);
  },
  compare: async () => (await compareRuns(run)).comparisons.map(({ verdict, result }) => [verdict, result.n]),
  verify: async () => (await verifyRun(run)).differences.length,
};

async function answers(): Promise<Record<string, Answer>> {
  const found: Record<string, Answer> = {};
  for (const [name, read] of Object.entries(READERS)) found[name] = await answerOf(read);
  return found;
}

async function damaged<T>(file: keyof typeof whole, bytes: Uint8Array, then: () => Promise<T>): Promise<T> {
  await writeFile(join(run.folder, file), bytes);
  try {
    return await then();
  } finally {
    await writeFile(join(run.folder, file), whole[file]);
  }
}

/** Every `step`-th length: each byte of a run would be a thousand more of the same. */
function* lengths(size: number, step: number): Generator<number> {
  for (let length = 0; length < size; length += step) yield length;
}

test("a manifest that is cut off anywhere is an error for every reader", async () => {
  const { "manifest.json": text } = whole;
  const lastBrace = text.lastIndexOf("}");
  for (const length of lengths(lastBrace, 31)) {
    const error = await damaged("manifest.json", text.subarray(0, length), () => answerOf(READERS["find"]!));
    expect({ length, error }).toEqual({ length, error: { error: expect.stringMatching(/manifest\.json is not a/) } });
  }
  for (const length of lengths(lastBrace, 1499)) {
    const { list, ...others } = await damaged("manifest.json", text.subarray(0, length), answers);
    expect(list).toHaveProperty("value");
    for (const [name, answer] of Object.entries(others))
      expect({ name, length, answer }).toHaveProperty("answer.error");
  }
});

test("rows cut off anywhere: complete rows are read, a cut one is not, and verify reports missing rows", async () => {
  const { "rows.jsonl": text } = whole;
  const all = ((await READERS["rows"]!()) as [number, number][]).map(([index, value]) => `${index}:${value}`);
  for (const length of lengths(text.length, 31)) {
    const { value } = (await damaged("rows.jsonl", text.subarray(0, length), () => answerOf(READERS["rows"]!))) as {
      value: [number, number][];
    };
    const lines = text.subarray(0, length).toString("utf8").split("\n").length - 1;
    const kept = value.map(([index, score]) => `${index}:${score}`);
    expect({ length, count: kept.length, strangers: kept.filter((row) => !all.includes(row)) }).toEqual({
      length,
      count: lines,
      strangers: [],
    });
  }
  for (const length of lengths(text.length, 1499)) {
    const { verify } = await damaged("rows.jsonl", text.subarray(0, length), answers);
    if ("value" in verify!) expect({ length, differences: verify.value }).not.toEqual({ length, differences: 0 });
  }
});

test.each(["manifest.json", "rows.jsonl"] as const)(
  "%s with a changed bit: an error, the right result, or verify reports it",
  async (file) => {
    const { [file]: text } = whole;
    let state = file.length;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const silent: string[] = [];
    const readers = ["show", "compare"] as const;
    const right = Object.fromEntries(
      await Promise.all(readers.map(async (name) => [name, await answerOf(READERS[name]!)] as const)),
    );
    for (let flip = 0; flip < FLIPS; flip++) {
      const [place, bit] = [random(text.length), random(8)];
      const bytes = Buffer.from(text);
      bytes[place] = bytes[place]! ^ (1 << bit);
      const [answer, verified] = await damaged(file, bytes, async () => [
        await answerOf(READERS[readers[flip % 2]!]!),
        await answerOf(READERS["verify"]!),
      ]);
      // A lost member may have had its default value: then there is no error.
      const isWrong = "value" in answer! && !isDeepStrictEqual(answer, right[readers[flip % 2]!]);
      if (isWrong && "value" in verified! && verified.value === 0)
        silent.push(
          `byte ${place}, bit ${bit}: …${bytes.subarray(Math.max(0, place - 30), place + 10).toString("utf8")}…`,
        );
    }
    expect(silent).toEqual([]);
  },
);

test("a run that was cut off is resumed: sends missing rows again, and each trial has one row", async () => {
  const { "rows.jsonl": text } = whole;
  const manifest = JSON.parse(whole["manifest.json"].toString("utf8")) as object;
  const stopped = JSON.stringify({ ...manifest, state: "running", endedAt: null });
  for (const length of lengths(text.length, Math.ceil(text.length / 3))) {
    const results = await mkdtemp(join(tmpdir(), "sameseed-resumed-"));
    await cp(run.folder, join(results, "run"), { recursive: true });
    await writeFile(join(results, "run/manifest.json"), stopped);
    await writeFile(join(results, "run/rows.jsonl"), text.subarray(0, length));
    const lines = text.subarray(0, length).toString("utf8").split("\n").length - 1;
    asked = 0;
    await runBenchmark(benchmark, { out: results, resume: "run" });
    expect({ length, asked }).toEqual({ length, asked: 2 * CASES - lines });
    expect((await verifyRun("run", { out: results })).differences).toEqual([]);
    await rm(results, { recursive: true });
  }
});
