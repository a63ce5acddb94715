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
  [{ type: "word-count", value: 2.5 }, "no answer has 2.5 words"],
  [{ type: "not-word-count", value: "-1" }, "no answer has -1 words"],
  [{ type: "bleu", value: "a", threshold: 80 }, "no score reaches the threshold 80"],
  [{ type: "not-similar", value: "a", threshold: 1.1 }, "no score reaches the threshold 1.1"],
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

test.each<[object, object, string]>([
  [{ type: "contains-all", value: [] }, { javascript: { value: "true" } }, "the list is empty: contains-all passes"],
  [{ type: "contains-any", value: [] }, { javascript: { value: "false" } }, "the list is empty: contains-any fails"],
  [{ type: "not-icontains-any", value: [] }, { "not-javascript": { value: "false" } }, "icontains-any fails"],
  [{ type: "contains-any", value: ["", "a"] }, { javascript: { value: "true" } }, "an empty text is in every answer"],
  [{ type: "contains-all", value: [""] }, { javascript: { value: "true" } }, "an empty text is in every answer"],
])("%j has one result for every answer, as in promptfoo", async (assertion, wanted, warning) => {
  const { scorer, warnings } = await assertedAs(assertion);
  expect(scorer).toEqual(wanted);
  expect(warnings).toEqual([expect.stringContaining(warning)]);
});

test.each([50, -1, 0.5])("code compares its own number with the threshold %d", async (threshold) => {
  for (const [type, value] of [
    ["javascript", "output.length"],
    ["python", "len(output)"],
  ] as const)
    expect(await assertedAs({ type, value, threshold })).toEqual({
      scorer: { [type]: { value, threshold, throws: "wrong" } },
      warnings: [],
    });
});

test.each([
  ["const s = output; s === 'a;b'", "const s = output; return s === 'a;b'"],
  ["output === 'a;b'", "output === 'a;b'"],
  ["const f = (x) => { return x; }; f(output)", "const f = (x) => { return x; }; return f(output)"],
  ["output.some((x) => { return x; })", "return output.some((x) => { return x; })"],
  ["output.length; 3", "return output.length; 3"],
  ["const n = 3; return output > n", "const n = 3; return output > n"],
  ["if (output) { return true; }", "if (output) { return true; }"],
])("the line %s is the code %s", async (value, wanted) => {
  expect((await assertedAs({ type: "javascript", value })).scorer).toEqual({
    javascript: { value: wanted, throws: "wrong" },
  });
});
