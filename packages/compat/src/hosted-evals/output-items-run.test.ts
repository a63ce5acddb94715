import type { Row } from "@sameseed/core";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recordedRun } from "../recorded-runs.ts";
import type { RecordedRun } from "../recorded/recorded-run.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "items-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function item(id: number, more: object = {}, sample: object = {}): object {
  return {
    object: "eval.run.output_item",
    id: `outputitem_${id}`,
    created_at: 1_739_314_509 + id,
    run_id: "run_a",
    eval_id: "eval_1",
    status: "pass",
    datasource_item_id: id,
    datasource_item: { ticket: `Ticket ${id}`, label: "Billing" },
    results: [{ name: "match-a2486074-d803-4445-b431-ad2262e85d47", passed: true, score: 1 }],
    sample: {
      input: [
        { role: "developer", content: "One word." },
        { role: "user", content: `Ticket ${id}` },
      ],
      output: [{ role: "assistant", content: "Billing" }],
      finish_reason: "stop",
      model: "gpt-4.1-mini-2025-04-14",
      error: null,
      temperature: 1,
      top_p: 1,
      max_completion_tokens: 2048,
      seed: 42,
      usage: { total_tokens: 30, prompt_tokens: 25, completion_tokens: 5, cached_tokens: 0 },
      ...sample,
    },
    ...more,
  };
}

async function imported(files: Readonly<Record<string, unknown>>): Promise<{ run: RecordedRun; rows: Row[] }> {
  const paths = await Promise.all(
    Object.entries(files).map(async ([name, data]) => {
      await writeFile(join(folder, name), typeof data === "string" ? data : JSON.stringify(data));
      return join(folder, name);
    }),
  );
  const run = await recordedRun(paths);
  return { run: run!, rows: await Array.fromAsync(run!.rows()) };
}

test("output items become rows with their scores, usage and seed", async () => {
  const { run, rows } = await imported({
    "page.json": {
      object: "list",
      data: [item(0), item(1, { results: [{ name: "match", passed: false, score: 0 }] })],
      has_more: false,
    },
  });
  expect(run.record.variants.map(({ id }) => id)).toEqual([
    expect.stringMatching(/^prompt-\w{6}\/openai:gpt-4.1-mini-2025-04-14$/),
  ]);
  expect(run).toMatchObject({
    warnings: [],
    startedAt: "2025-02-11T22:55:09.000Z",
    record: { seed: 42, seedPolicy: "fixed" },
  });
  expect(rows.map(({ trial, scores }) => [trial.case.id, trial.seed, scores["match"]])).toEqual([
    ["item-0", 42, { value: 1, pass: true }],
    ["item-1", 42, { value: 0, pass: false }],
  ]);
  expect(rows[0]!.outcome).toMatchObject({
    status: "completed",
    text: "Billing",
    usage: { promptTokens: 25, completionTokens: 5 },
  });
});

test("runs are variants, under the prompts and names of their run objects, and scores are shares of the eval's range", async () => {
  const other = {
    run_id: "run_b",
    results: [
      { name: "quality", score: 4 },
      { name: "match", score: 1 },
    ],
  };
  const lines = [item(0), item(0, other, { model: "gpt-4o" })].map((line) => JSON.stringify(line)).join("\n");
  const { run, rows } = await imported({
    "items.jsonl": lines,
    "runs.json": {
      data: [
        {
          object: "eval.run",
          id: "run_b",
          name: "new prompt",
          data_source: {
            type: "completions",
            source: {},
            input_messages: { type: "template", template: [{ role: "user", content: "{{item.ticket}}" }] },
          },
        },
      ],
    },
    "eval.json": {
      object: "eval",
      name: "Topics",
      testing_criteria: [{ type: "score_model", name: "quality", range: [1, 7] }],
    },
  });
  expect(run.record.name).toBe("topics");
  expect(run.record.variants.map(({ id }) => id)).toEqual([
    expect.stringContaining("gpt-4.1-mini"),
    "new prompt/openai:gpt-4o",
  ]);
  expect(rows.map(({ scores }) => [scores["match"]?.value, scores["quality"]?.value])).toEqual([
    [1, null],
    [1, 0.5],
  ]);
});

test("reports errors, cut answers, scores out of range and an incomplete export", async () => {
  const { run, rows } = await imported({
    "page.json": {
      has_more: true,
      data: [
        item(0, { results: [] }, { error: { code: "rate_limit", message: "too many requests" }, output: [] }),
        item(1, { results: [{ name: "azure", score: 4, passed: true }] }, { finish_reason: "length" }),
      ],
    },
  });
  expect(rows.map(({ outcome }) => outcome.status)).toEqual(["failed", "truncated"]);
  expect(rows[1]!.scores["azure"]).toMatchObject({ value: null, pass: true, reason: "4 is not from 0 to 1" });
  expect(run.warnings).toEqual([expect.stringContaining("has_more"), expect.stringContaining("scores of azure")]);
});

test("removes and counts API keys in answers and fields", async () => {
  const key = "sk-proj-abcdefghij0123456789";
  const { run, rows } = await imported({
    "page.json": [
      item(
        0,
        { datasource_item: { ticket: `my key is ${key}`, api_key: "hunter22" } },
        { output: [{ role: "assistant", content: key }] },
      ),
    ],
  });
  expect(JSON.stringify([rows, run.record])).not.toMatch(/sk-proj|hunter22/);
  expect(run.warnings).toEqual(["3 texts look like a key of a service and became [key]"]);
});

test("one row with two contents is an error, and other JSON is not a record", async () => {
  const other = item(0, { run_id: "run_b", datasource_item: { ticket: "another" } });
  await expect(imported({ "page.json": [item(0), other] })).rejects.toThrow("Item 0 differs between run_a and run_b");
  await writeFile(join(folder, "x.json"), '{"a": [1]}');
  expect(await recordedRun([join(folder, "x.json")])).toBeNull();
});
