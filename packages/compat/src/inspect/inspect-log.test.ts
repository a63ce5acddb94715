import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isInspectLog, parseLogJson } from "./read-log.ts";
import { type InspectRunOptions, inspectRun } from "./recorded-run.ts";
import type { RecordedRun } from "../recorded/recorded-run.ts";
import { zipBytes } from "./testing/zip-bytes.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "inspect-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Fields = Readonly<Record<string, unknown>>;

function header(more: Fields = {}, evaluation: Fields = {}): Fields {
  return {
    version: 2,
    status: "success",
    eval: {
      task: "sums",
      model: "openai/gpt-6-luna",
      created: "2025-05-12T20:28:13-04:00",
      dataset: { name: "sums", sample_ids: ["a", "b", "c"] },
      config: { epochs: 1 },
      packages: { inspect_ai: "0.3.95" },
      ...evaluation,
    },
    plan: { name: "plan", steps: [{ solver: "generate" }], config: {} },
    ...more,
  };
}

function sample(id: string, value: unknown, more: Fields = {}): Fields {
  return {
    id,
    epoch: 1,
    input: `Question ${id}`,
    target: "4",
    output: {
      model: "gpt-6-luna-2024-07-18",
      choices: [{ message: { role: "assistant", content: "4" }, stop_reason: "stop" }],
      usage: { input_tokens: 10, output_tokens: 2 },
      time: 0.5,
    },
    scores: { match: { value, answer: "4", explanation: "read" } },
    ...more,
  };
}

const figures = (accuracy: number, stderr: number): Fields => ({
  results: {
    scores: [
      {
        name: "match",
        scorer: "match",
        metrics: { accuracy: { name: "accuracy", value: accuracy }, stderr: { name: "stderr", value: stderr } },
      },
    ],
  },
});

async function logFile(name: string, log: Fields, samples: readonly Fields[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify({ ...log, samples }));
  return path;
}

async function rowsOf(run: RecordedRun): Promise<Row[]> {
  const rows = await Array.fromAsync(run.rows());
  run.close();
  return rows.toSorted((one, other) => one.trial.index - other.trial.index);
}

async function imported(
  samples: readonly Fields[],
  log: Fields = header(),
  options: InspectRunOptions = {},
): Promise<{ run: RecordedRun; rows: Row[] }> {
  const run = await inspectRun([await logFile("log.json", log, samples)], options);
  return { run, rows: await rowsOf(run) };
}

test("a sample becomes a row with its case, its outcome and its scores", async () => {
  const { run, rows } = await imported(
    [sample("a", "C", { metadata: { topic: "sums" }, choices: ["3", "4"], started_at: "2025-05-12T20:28:14-04:00" })],
    header({ plan: { config: { temperature: 0.5, max_tokens: 9, seed: 42, max_retries: 3 } } }),
  );
  expect(rows).toEqual([
    {
      trial: {
        index: 0,
        order: 0,
        case: {
          id: "a",
          vars: { input: "Question a", choices: ["3", "4"] },
          expected: "4",
          metadata: { topic: "sums" },
        },
        repeat: 0,
        variant: "sums/openai/gpt-6-luna",
        prompt: "sums",
        model: "openai/gpt-6-luna",
        seed: 42,
      },
      outcome: {
        status: "completed",
        text: "4",
        finishReason: "stop",
        systemFingerprint: null,
        modelVersion: "gpt-6-luna-2024-07-18",
        usage: { promptTokens: 10, completionTokens: 2 },
        costUsd: null,
        ttftMs: null,
        cached: false,
        attempts: 1,
        startedAt: "2025-05-13T00:28:14.000Z",
        latencyMs: 500,
      },
      scores: { match: { value: 1, answer: "4", reason: "read" } },
    },
  ]);
  expect(run.record).toMatchObject({ name: "sums", seed: 42, seedPolicy: "fixed", repeats: 1 });
  expect(run.record.variants[0]!.params).toEqual({ temperature: 0.5, maxTokens: 9 });
  expect(run.imported).toMatchObject({ tool: "inspect_ai", version: "0.3.95", files: [{ name: "log.json" }] });
});

describe("a score's value", () => {
  test.each<[unknown, Fields]>([
    ["C", { match: 1 }],
    ["I", { match: 0 }],
    ["P", { match: 0.5 }],
    ["N", { match: 0 }],
    [0.25, { match: 0.25 }],
    [true, { match: 1 }],
    ["yes", { match: 1 }],
    ["0.5", { match: 0.5 }],
    [
      { style: 1, content: "I" },
      { "match.style": 1, "match.content": 0 },
    ],
    [[1, 0], { "match[0]": 1, "match[1]": 0 }],
    ["perhaps", { match: null }],
    [7, { match: null }],
    [null, { match: null }],
  ])("%j", async (value, wanted) => {
    const { rows } = await imported([sample("a", value)]);
    const got = Object.fromEntries(Object.entries(rows[0]!.scores).map(([name, score]) => [name, score.value]));
    expect(got).toEqual(wanted);
  });

  test("a score beyond 1 needs a scale, and a warning says so", async () => {
    const { run, rows } = await imported([sample("a", 7)]);
    expect(rows[0]!.scores["match"]).toMatchObject({ value: null, reason: "7 is not from 0 to 1" });
    expect(run.warnings).toEqual([expect.stringContaining("`scale` match=<highest>")]);
    const scaled = await imported([sample("a", 7)], header(), { scale: { match: 10 } });
    expect([scaled.rows[0]!.scores["match"]!.value, scaled.run.warnings]).toEqual([0.7, []]);
  });
});

test("a warning counts samples marked as invalid", async () => {
  const invalidation = { timestamp: "2026-11-03T10:00:00+00:00", author: "me", reason: "wrong sandbox", metadata: {} };
  const { run } = await imported([sample("a", 1, { invalidation }), sample("b", 0, { invalidation: null })], header());
  expect(run.warnings).toEqual(["1 sample is marked as invalid in the log, and imported like the others"]);
});

describe("how a sample ended", () => {
  test.each<[string, Fields, Fields]>([
    [
      "with an error",
      { error: { message: "boom" }, scores: null },
      { status: "failed", error: { kind: "other", message: "boom" } },
    ],
    [
      "at the token limit",
      { output: { choices: [{ message: { role: "assistant", content: "4" }, stop_reason: "max_tokens" }] } },
      { status: "truncated", text: "4", usage: null },
    ],
    [
      "refused",
      { output: { choices: [{ message: { role: "assistant", content: "" }, stop_reason: "content_filter" }] } },
      { status: "refused" },
    ],
    [
      "in parts",
      {
        output: {
          choices: [
            {
              message: {
                role: "assistant",
                content: [
                  { type: "reasoning", reasoning: "…" },
                  { type: "text", text: "4" },
                ],
              },
            },
          ],
        },
      },
      { status: "completed", text: "4" },
    ],
    ["without an answer", { output: { choices: [] } }, { status: "completed", text: null }],
    ["after a second try", { error_retries: [{ message: "x" }] }, { attempts: 2 }],
  ])("%s", async (_, more, outcome) => {
    const { rows } = await imported([sample("a", "C", more)]);
    expect(rows[0]!.outcome).toMatchObject(outcome);
    if (outcome["status"] === "failed") expect(rows[0]!.scores).toEqual({});
  });

  test("an errored sample counts in no figure, and its scores are empty", async () => {
    const { run, rows } = await imported(
      [sample("a", "C"), sample("b", "I", { error: { message: "boom" } })],
      header(figures(1, 0)),
    );
    expect(rows[1]!.scores["match"]).toEqual({ value: null, reason: "the trial failed" });
    expect(run.figures[0]!.figures.map(({ logged, computed }) => [logged, computed])).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });
});

describe("recomputes the log's own figures", () => {
  const three = [sample("a", "C"), sample("b", "C"), sample("c", "I")];

  test("and agree", async () => {
    const { run } = await imported(three, header(figures(2 / 3, 1 / 3)));
    expect(run.warnings).toEqual([]);
    expect(run.figures[0]!.figures.map(({ computed }) => computed!.toFixed(12))).toEqual([
      "0.666666666667",
      "0.333333333333",
    ]);
  });

  test("over epochs, by the log's reducer", async () => {
    const epochs = three.flatMap((one) => [one, { ...one, epoch: 2, scores: { match: { value: "C" } } }]);
    const { run, rows } = await imported(epochs, header(figures(5 / 6, 1 / 6), { config: { epochs: 2 } }));
    expect(rows.map(({ trial }) => [trial.case.id, trial.repeat])).toEqual([
      ["a", 0],
      ["a", 1],
      ["b", 0],
      ["b", 1],
      ["c", 0],
      ["c", 1],
    ]);
    expect(run.warnings).toEqual([]);
  });

  test("by clusters, where the log has them", async () => {
    const clustered = three.map((one, place) => ({ ...one, metadata: { page: place < 2 ? "x" : "y" } }));
    const results = {
      results: {
        scores: [
          {
            name: "match",
            scorer: "match",
            metrics: { stderr: { value: Math.sqrt(16 / 9) / 3, params: { cluster: "page" } } },
          },
        ],
      },
    };
    const { run, rows } = await imported(clustered, header(results));
    expect(rows.map(({ trial }) => trial.case.cluster)).toEqual(["x", "x", "y"]);
    expect(run.figures[0]!.figures[0]!.computed).toBeCloseTo(Math.sqrt(16 / 9) / 3, 12);
  });

  test("and a difference is a warning", async () => {
    const { run } = await imported(three, header(figures(0.5, 1 / 3)));
    expect(run.warnings).toEqual([expect.stringContaining("the log says match accuracy 0.5, its samples give 0.666")]);
  });
});

test("logs of one dataset are variants of one run, in the dataset's order", async () => {
  const first = await logFile("one.json", header(), [sample("c", "C"), sample("a", "C")]);
  const second = await logFile("two.json", header({}, { model: "openai/gpt-4o" }), [
    sample("b", "I"),
    sample("a", "I"),
  ]);
  const third = await logFile("three.json", header({ plan: { steps: [{ solver: "think" }] } }), [sample("a", "P")]);
  const run = await inspectRun([first, second, third]);
  expect(run.record.variants.map(({ id }) => id)).toEqual([
    "sums/openai/gpt-6-luna",
    "sums/openai/gpt-4o",
    "sums-2/openai/gpt-6-luna",
  ]);
  expect((await rowsOf(run)).map(({ trial }) => [trial.index, trial.case.id])).toEqual([
    [0, "a"],
    [1, "a"],
    [2, "a"],
    [4, "b"],
    [6, "c"],
  ]);
});

test("refuses logs of different datasets", async () => {
  const first = await logFile("one.json", header(), [sample("a", "C")]);
  const second = await logFile("two.json", header(), [sample("a", "C", { input: "Another question" })]);
  await expect(inspectRun([first, second])).rejects.toMatchObject({
    code: "BAD_DATASET",
    message: expect.stringContaining("Sample a has different inputs in"),
  });
});

test("a chat keeps its roles and parts, without Inspect's own ids", async () => {
  const picture = { type: "image", image: "data:image/png;base64,iVBORw0KGgo=" };
  const input = [
    { id: "m1", source: "input", role: "system", content: "Look." },
    { id: "m2", role: "user", content: [{ type: "text", text: "What is it?" }, picture] },
  ];
  const { rows } = await imported([sample("a", "C", { input })]);
  expect(rows[0]!.trial.case.vars).toEqual({
    input: [
      { role: "system", content: "Look." },
      { role: "user", content: [{ type: "text", text: "What is it?" }, picture] },
    ],
  });
});

test("attachments are restored to their places", async () => {
  const { rows } = await imported([
    sample("a", "C", { input: "attachment://1f", attachments: { "1f": "A long question" } }),
  ]);
  expect(rows[0]!.trial.case.vars).toEqual({ input: "A long question" });
});

describe("an archive", () => {
  const files = {
    "_journal/start.json": JSON.stringify(header({ status: "started" })),
    "samples/a_epoch_1.json": JSON.stringify(sample("a", "C")),
    "header.json": JSON.stringify(header(figures(1, 0))),
  };

  test.each(["stored", "deflated", "zstandard"] as const)("is read with %s files", async (method) => {
    const path = join(folder, "log.eval");
    await writeFile(path, zipBytes(files, method));
    expect(await isInspectLog(path)).toBe(true);
    const run = await inspectRun([path]);
    expect([(await rowsOf(run)).length, run.warnings]).toEqual([1, []]);
  });

  test("of a run in progress has only its beginning", async () => {
    const { "header.json": _, ...begun } = files;
    const path = join(folder, "log.eval");
    await writeFile(path, zipBytes(begun));
    const run = await inspectRun([path]);
    expect(run.notes).toEqual(["log.eval: a run of Inspect, status started."]);
    expect(await rowsOf(run)).toHaveLength(1);
  });

  test.each<[string, Buffer, RegExp]>([
    [
      "cut off",
      zipBytes(files).subarray(0, 300),
      /log\.eval is not a log of Inspect that can be read: the archive is incomplete/,
    ],
    ["of something else", zipBytes({ "a.txt": "x" }), /it has no header\.json/],
    [
      "with a broken sample",
      zipBytes({ ...files, "samples/b_epoch_1.json": '{"id": ' }),
      /samples\/b_epoch_1\.json, line 1, column 8: not valid JSON: it ends in the middle/,
    ],
    [
      "with a sample of another form",
      zipBytes({ ...files, "samples/b_epoch_1.json": "{}" }),
      /samples\/b_epoch_1\.json is not a log of Inspect that can be read: id/,
    ],
  ])("%s is an error that names the problem", async (_, bytes, message) => {
    const path = join(folder, "log.eval");
    await writeFile(path, bytes);
    await expect(inspectRun([path])).rejects.toThrow(message);
  });
});

test("reads Python's NaN and Infinity as missing numbers, but not inside text", () => {
  expect(parseLogJson('{"a": NaN, "b": -Infinity, "c": "NaN \\" Infinity", "d": [Infinity]}', "x").value).toEqual({
    a: null,
    b: null,
    c: 'NaN " Infinity',
    d: [null],
  });
});

test("a log without samples is an error that names the remedy", async () => {
  await expect(imported([], header({ results: { total_samples: 20 } }))).rejects.toMatchObject({
    message: expect.stringContaining("has no samples, though it counted 20"),
    hint: expect.stringContaining("--no-log-samples"),
  });
});

const PEERS = join(import.meta.dirname, "../../../../../shared/data/peers/inspect/tests");

describe.runIf(existsSync(PEERS))(
  "reproduces accuracy and standard error of Inspect's own logs (needs ../shared/data)",
  () => {
    test.each([
      ["log/test_eval_log/log_formats.eval", 1],
      ["log/test_eval_log/log_formats.json", 1],
      ["log/test_eval_log/log_streaming.eval", 4],
      ["analysis/test_logs/2025-05-12T20-28-13-04-00_popularity.json", 3],
    ])("%s", async (file, count) => {
      const run = await inspectRun([join(PEERS, file)]);
      const [{ figures: list }] = run.figures as [RecordedRun["figures"][number]];
      expect(list.map(({ metric }) => metric)).toEqual(["accuracy", "stderr"]);
      for (const { logged, computed } of list) expect(computed).toBeCloseTo(logged!, 12);
      expect([run.warnings, (await rowsOf(run)).length]).toEqual([[], count]);
    });

    test.each(["log_invalid.txt", "log_with_nan.txt"])("recognizes and refuses %s as a log", async (name) => {
      const path = join(PEERS, "log/test_eval_log", name);
      expect(await isInspectLog(path)).toBe(true);
      await expect(inspectRun([path])).rejects.toMatchObject({ code: "BAD_DATASET", hint: expect.any(String) });
    });
  },
);
