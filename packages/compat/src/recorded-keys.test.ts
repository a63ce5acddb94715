import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SameseedError } from "@sameseed/core";
import { expect, test } from "vitest";
import { recordedRun } from "./recorded-runs.ts";

const KEY = "sk-proj-abcdefghij0123456789";

const ASSERT = { type: "contains", value: "Paris", metric: "city" };
const LOGS: Readonly<Record<string, unknown>> = {
  promptfoo: {
    evalId: "eval-abc",
    results: {
      version: 3,
      timestamp: "2026-11-29T10:17:53.464Z",
      prompts: [{ raw: "Capital of {{country}}?", label: "capitals", provider: "echo", id: "p" }],
      results: [
        {
          testIdx: 0,
          promptIdx: 0,
          provider: { id: "echo", label: "mine", config: { apiBaseUrl: "http://example.com" } },
          prompt: { raw: "Capital of France?", label: "capitals" },
          vars: { country: "France", nested: { list: ["a"] } },
          testCase: {
            description: "France",
            vars: { country: "France" },
            assert: [ASSERT],
            metadata: { source: "atlas" },
          },
          response: {
            output: "Paris",
            finishReason: "stop",
            metadata: { http: { headers: { date: "x" } } },
            raw: "raw",
          },
          error: "wrong",
          failureReason: 1,
          namedScores: { city: 1 },
          gradingResult: {
            reason: "no",
            componentResults: [{ pass: true, score: 1, reason: "found", assertion: ASSERT }],
          },
        },
      ],
    },
    config: { description: "Capitals", env: { CITY: "Oslo" } },
    metadata: { promptfooVersion: "0.123.1" },
  },
  "output items": [
    {
      object: "eval.run.output_item",
      id: "outputitem_1",
      created_at: 1_739_314_509,
      run_id: "run_a",
      eval_id: "eval_1",
      status: "pass",
      datasource_item_id: 1,
      datasource_item: { ticket: "Ticket", label: "Billing", nested: { list: ["a"] } },
      results: [{ name: "match", passed: true, score: 1, reason: "equal" }],
      sample: {
        input: [{ role: "user", content: "Ticket" }],
        output: [{ role: "assistant", content: "Billing" }],
        finish_reason: "stop",
        model: "gpt-4.1-mini",
        error: null,
        usage: { total_tokens: 30, prompt_tokens: 25, completion_tokens: 5, cached_tokens: 0 },
      },
    },
  ],
  Inspect: {
    version: 2,
    status: "success",
    eval: {
      task: "sums",
      model: "openai/gpt-6-luna",
      created: "2025-05-12T20:28:13-04:00",
      dataset: { name: "sums", sample_ids: ["a"] },
      config: { epochs: 1 },
      model_args: { base_url: "x" },
      packages: { inspect_ai: "0.3.95" },
      metadata: { note: "n" },
    },
    plan: {
      name: "plan",
      steps: [{ solver: "generate", params: { hint: "h" } }],
      config: { system_message: "Be brief." },
    },
    samples: [
      {
        id: "a",
        epoch: 1,
        input: [{ role: "user", content: "Question" }],
        target: "4",
        choices: ["4", "5"],
        metadata: { source: "book" },
        messages: [{ role: "user", content: "Question" }],
        output: {
          model: "gpt-6-luna-2024-07-18",
          choices: [{ message: { role: "assistant", content: "4" }, stop_reason: "stop" }],
          usage: { input_tokens: 10, output_tokens: 2 },
          error: "none",
        },
        scores: { match: { value: "C", answer: "4", explanation: "read", metadata: { by: "x" } } },
        store: { note: "n" },
      },
    ],
  },
};

/** The paths of all texts in the data. */
function textsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value === "string") return [[...path]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => textsIn(member, [...path, key]));
}

function withText(data: unknown, path: readonly string[]): unknown {
  const copy = structuredClone(data);
  const last = path.at(-1)!;
  const parent = path
    .slice(0, -1)
    .reduce((at, key) => at[key] as Record<string, unknown>, copy as Record<string, unknown>);
  parent[last] = `${String(parent[last])} ${KEY}`;
  return copy;
}

test.each(Object.entries(LOGS))(
  "no row, manifest or message contains a key from any text of a log of %s",
  async (_, log) => {
    const folder = await mkdtemp(join(tmpdir(), "keys-"));
    try {
      const paths = textsIn(log);
      let imported = 0;
      for (const path of paths) {
        const file = join(folder, "log.json");
        await writeFile(file, JSON.stringify(withText(log, path)));
        expect(await readFile(file, "utf8")).toContain(KEY);
        try {
          const run = await recordedRun([file]);
          if (run === null) continue; // a field that identifies the file
          const shown = JSON.stringify([
            run.record,
            run.imported,
            run.notes,
            run.warnings,
            await Array.fromAsync(run.rows()),
          ]);
          run.close();
          expect(shown, path.join(".")).not.toContain(KEY);
          expect(run.warnings.at(-1), path.join(".")).toMatch(/^\d+ texts? looks? like a key of a service/);
          imported++;
        } catch (error) {
          if (!(error instanceof SameseedError)) throw error;
          expect(`${error.message} ${error.hint}`, path.join(".")).not.toContain(KEY);
        }
      }
      expect(imported).toBeGreaterThan(paths.length / 2);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
