import type { Dataset } from "@sameseed/core";
import { expect, test } from "vitest";
import { withoutKeysInCases } from "./cases-without-keys.ts";

const KEY = `sk-ant-${"a1B2".repeat(6)}`;

function dataset(...cases: readonly Record<string, unknown>[]): Dataset {
  return {
    id: "log",
    async *cases() {
      for (const one of cases) yield { id: "a", vars: {}, ...one };
    },
    notes: () => ["its own note"],
  };
}

test("removes keys in variables, expected answers and metadata of cases and counts them once per pass", async () => {
  const cleaned = withoutKeysInCases(
    dataset(
      { id: KEY, vars: { question: `With ${KEY}?`, headers: { authorization: "abcdefgh" } } },
      { id: "b", expected: KEY, metadata: { env: { OPENAI_API_KEY: "not-a-form" } }, cluster: "c" },
      { id: "c", vars: { question: "Why?" } },
    ),
  );
  for (let pass = 0; pass < 2; pass++)
    expect(await Array.fromAsync(cleaned.cases())).toEqual([
      { id: KEY, vars: { question: "With [key]?", headers: { authorization: "[key]" } } },
      { id: "b", vars: {}, expected: "[key]", metadata: { env: { OPENAI_API_KEY: "[key]" } }, cluster: "c" },
      { id: "c", vars: { question: "Why?" } },
    ]);
  expect(cleaned.notes!()).toEqual(["its own note", "4 texts in the cases looked like API keys and became [key]."]);
});

test("cases without keys are the same objects, without a note", async () => {
  const cleaned = withoutKeysInCases(dataset({ vars: { question: "Is the API key in the password field?" } }));
  expect(await Array.fromAsync(cleaned.cases())).toEqual([
    { id: "a", vars: { question: "Is the API key in the password field?" } },
  ]);
  expect(cleaned.notes!()).toEqual(["its own note"]);
});
