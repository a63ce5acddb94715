import { Row } from "@sameseed/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isRow } from "./is-row.ts";

const row = {
  trial: {
    index: 3,
    order: 1,
    case: { id: "a", vars: { q: "x", n: [1, { deep: null }] }, expected: "y", cluster: "k", metadata: { m: 1 } },
    repeat: 0,
    variant: "p/m",
    prompt: "p",
    model: "m",
    seed: 42,
  },
  outcome: {
    status: "completed",
    text: "y",
    finishReason: "stop",
    systemFingerprint: "fp",
    modelVersion: "v",
    usage: { promptTokens: 5, completionTokens: 2 },
    costUsd: 0.5,
    ttftMs: 3,
    cached: false,
    requestId: "req",
    region: "r",
    connectMs: 1.5,
    latencyMs: 12.5,
    attempts: 1,
    startedAt: "2026-01-01T00:00:00.000Z",
  },
  scores: {
    s: { value: 1, reason: "r", pass: true, weight: 2, answer: "y", expected: "y" },
    judged: {
      value: 0.5,
      judgement: {
        judge: "openai:j",
        kind: "pairwise",
        shown: ["p/m", "q/m"],
        sharedBy: 2,
        calls: [
          {
            purpose: "swapped",
            step: "s",
            question: "0123456789abcdef",
            seed: 7,
            text: "B",
            value: 0.5,
            modelVersion: "v",
            systemFingerprint: "fp",
            promptTokens: 5,
            completionTokens: 2,
            costUsd: 0.1,
            latencyMs: 3,
            attempts: 1,
            cached: false,
          },
        ],
      },
    },
  },
};

/** Every place of a JSON value, as a path. */
function places(value: unknown, path: string[] = []): string[][] {
  const inner =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, member]) => places(member, [...path, key]))
      : [];
  return [path, ...inner];
}

function changed(path: readonly string[], change: { readonly value: unknown } | null): unknown {
  const copy = structuredClone({ row }) as Record<string, unknown>;
  const full = ["row", ...path];
  let parent = copy;
  for (const key of full.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
  if (change === null) delete parent[full.at(-1)!];
  else parent[full.at(-1)!] = change.value;
  return JSON.parse(JSON.stringify(copy["row"] ?? null));
}

test("accepts a row that a run writes", () => {
  expect(isRow(row)).toBe(true);
  expect(isRow(changed(["trial", "seed"], { value: null }))).toBe(true);
  expect(isRow(changed(["outcome", "requestId"], null))).toBe(true);
});

test("rejects rows that the schema rejects, with any member changed or missing", () => {
  const json = fc.oneof(fc.constantFrom(null, true, "", "x", -1, 0, 0.5, 1, 2, 2 ** 60, [], {}), fc.jsonValue());
  const change = fc.option(fc.record({ value: json as fc.Arbitrary<unknown> }));
  fc.assert(
    fc.property(fc.constantFrom(...places(row)), change, (path, how) => {
      const value = changed(path, how);
      if (isRow(value)) expect(Row.safeParse(value).error).toBeUndefined();
    }),
    { numRuns: 5000 },
  );
});
