import type { BenchmarkDefinition } from "@sameseed/core";
import { fake } from "@sameseed/runner";
import { equals } from "@sameseed/scorer";
import { expect, test } from "vitest";
import { prepareBenchmark } from "../load/prepare-benchmark.ts";
import { probedModel } from "../probe/probed-model.ts";
import { planRun } from "./plan-run.ts";

const conversation: BenchmarkDefinition = {
  name: "talk",
  cases: [
    { id: "a1", chain: "a", vars: { q: "Which town is it?" }, storeAs: "town", expected: "x" },
    { id: "a2", chain: "a", vars: { q: "Where is {{town}}?" }, expected: "x" },
    { id: "a3", chain: "a", vars: { q: "And {{town}} again?" }, expected: "x" },
  ],
  prompts: [{ id: "p", messages: ["{{_conversation}}", { role: "user", content: "{{q}}" }] }],
  models: [fake("m", () => ({ text: "x" }))],
  scorers: [equals()],
};

test("a plan counts a conversation, and reports that the earlier turns are not in the count", async () => {
  const { requests, variants, notes } = await planRun(await prepareBenchmark(conversation));
  expect(requests).toBe(3);
  expect(variants[0]!.promptTokens).toBeGreaterThan(3 * 6);
  expect(notes).toContain("Not in the token counts, and paid for as well: the earlier turns that chains send again.");
});

test("a probe sends the first turn of a conversation", async () => {
  const { cases } = await probedModel("m", conversation, { cases: 2 });
  expect(cases.map(({ id, messages }) => [id, messages])).toEqual([
    ["a1", [{ role: "user", content: "Which town is it?" }]],
  ]);
});
