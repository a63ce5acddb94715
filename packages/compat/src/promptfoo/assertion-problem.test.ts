import { expect, test } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

async function assertedAs(assertion: object) {
  const { benchmark, warnings } = await translatedConfig({
    prompts: ["{{q}}"],
    providers: ["echo"],
    tests: [{ vars: { q: "x" }, assert: [assertion] }],
  });
  const { scorers } = benchmark["cases"]![0] as unknown as { scorers?: object[] };
  return { scorer: scorers?.[0], warnings };
}

test.each<[object, string]>([
  [{ type: "contains", value: true }, "a text or a number"],
  [{ type: "contains", value: "" }, "a text or a number"],
  [{ type: "not-icontains", value: ["a"] }, "its value is a list: write icontains-all or icontains-any"],
  [{ type: "starts-with", value: 42 }, "a text as value"],
  [{ type: "not-regex", value: 42 }, "a text as value"],
  [{ type: "contains-all", value: 42 }, "a list or a text"],
  [{ type: "contains-any", value: "" }, "a list or a text"],
  [{ type: "levenshtein", value: 42 }, "a text as value"],
  [{ type: "rouge-n", value: ["a", "b"] }, "a text as value"],
  [{ type: "bleu", value: 42 }, "a text or texts"],
  [{ type: "finish-reason" }, "a text as value"],
  [{ type: "word-count" }, "nothing is not a number of words"],
  [{ type: "word-count", value: "x" }, '"x" is not a number of words'],
  [{ type: "not-word-count", value: { min: 9, max: 2 } }, "its min is above its max"],
  [{ type: "word-count", value: {} }, "it has neither min nor max"],
  [{ type: "word-count", value: { min: "few" } }, '"few" is not a number of words'],
  [{ type: "word-count", value: { max: null } }, "null is not a number of words"],
  [{ type: "word-count", value: { max: -1 } }, "no answer has at most -1 words"],
  [{ type: "word-count", value: { min: "9", max: "2" } }, "its min is above its max"],
  [{ type: "word-count", value: [3] }, "[3] is not a number of words"],
  [{ type: "word-count", value: true }, "true is not a number of words"],
  [{ type: "bleu", value: [] }, "a text or texts"],
  [{ type: "levenshtein", value: "a", threshold: -1 }, "no distance is at most -1"],
  [{ type: "python", value: "" }, "its value is no code"],
  [{ type: "python" }, "its value is no code"],
  [{ type: "cost", threshold: -1 }, "no cost is at most -1"],
  [{ type: "latency", threshold: 0 }, "no latency is at most 0"],
  [{ type: "perplexity", threshold: 0 }, "no perplexity is at most 0"],
  [{ type: "cost" }, "it has no threshold"],
  [{ type: "not-latency" }, "it has no threshold"],
  [{ type: "tool-call-f1", value: [] }, "it names no tool"],
  [{ type: "javascript", value: { a: 1 } }, "its value is no code"],
])("%j fails for every answer, as in promptfoo", async (assertion, problem) => {
  const { scorer, warnings } = await assertedAs(assertion);
  expect(scorer).toMatchObject({ javascript: { throws: "wrong" } });
  expect(warnings).toEqual([expect.stringContaining(`${problem}`)]);
  expect(warnings[0]).toContain("the assertion fails for every answer, as in promptfoo");
});

test.each<[object, object]>([
  [{ type: "contains", value: 42 }, { contains: { expected: "42" } }],
  [{ type: "contains", value: 0 }, { contains: { expected: "0" } }],
  [{ type: "levenshtein", value: "" }, { levenshtein: { expected: "", maxDistance: 5, threshold: 1 } }],
  [
    { type: "levenshtein", value: "a", threshold: 0.5 },
    { levenshtein: { expected: "a", maxDistance: 0, threshold: 1 } },
  ],
  [{ type: "finish-reason", value: "" }, { "finish-reason": { value: "" } }],
  [{ type: "word-count", value: "3" }, { "word-count": { min: 3, max: 3 } }],
  [{ type: "word-count", value: { min: "1", max: "5" } }, { "word-count": { min: 1, max: 5 } }],
  [{ type: "word-count", value: { min: 1.5, max: 2.5 } }, { "word-count": { min: 2, max: 2 } }],
  [{ type: "word-count", value: { min: -3 } }, { "word-count": { min: 0 } }],
  [{ type: "word-count", value: { min: 2 } }, { "word-count": { min: 2 } }],
  [{ type: "perplexity-score" }, { perplexity: { threshold: 0 } }],
  [
    { type: "levenshtein", value: "a", threshold: 1e20 },
    { levenshtein: { expected: "a", maxDistance: Number.MAX_SAFE_INTEGER, threshold: 1 } },
  ],
  [{ type: "cost", threshold: 0 }, { cost: { maxUsd: 0 } }],
])("%j is used", async (assertion, scorer) => {
  expect((await assertedAs(assertion)).scorer).toEqual(scorer);
});

test("a number of words that no answer has is left out", async () => {
  const { scorer, warnings } = await assertedAs({ type: "word-count", value: -1 });
  expect(scorer).toBeUndefined();
  expect(warnings).toContainEqual(expect.stringContaining("-1 is not a number of words"));
});
