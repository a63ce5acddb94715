import type { Reason } from "@sameseed/core";
import { expect, test } from "vitest";
import { reasonText } from "./reason-text.ts";

const judge = { metric: "tone", judge: "openai:gpt-4o" };
const rate = { share: 0.3, low: 0.181, high: 0.454, hits: 12, n: 40, cases: 40, method: "Wilson" };

test.each<[Reason, string]>([
  [
    { code: "marksDiffer", mark: "truncated", a: "a/m", b: "b/m", ofA: 0, ofB: 10, p: 2 ** -9 },
    "the variants differ in how often a trial was cut off at the token limit: 0 of a/m, 10 of b/m (p = 0.0020)",
  ],
  [
    { code: "unpairedTrials", onlyA: 1, onlyB: 0, a: null, b: null },
    "1 trial of only one variant (1 of the first, 0 of the second): only shared trials are compared",
  ],
  [{ code: "differentSeeds", count: 10, of: 10 }, "10 pairs of 10 had different seeds"],
  [{ code: "otherBlocks", count: 1, of: 9 }, "1 pair of 9 did not run in one block"],
  [
    {
      code: "confounded",
      factor: "prompt",
      beyond: ["params.temperature"],
      params: [{ name: "temperature", a: null, b: "0.7" }],
    },
    "the difference in prompt is confounded by params.temperature (temperature the provider's default against 0.7): the effects cannot be separated",
  ],
  [
    { code: "confounded", factor: "prompt", beyond: ["model"], params: [] },
    "the difference in prompt is confounded by model: the effects cannot be separated",
  ],
  [
    { code: "fingerprintsWithin", variant: "a/m", place: 1, count: 2 },
    "the backend changed within a/m: 2 system fingerprints",
  ],
  [{ code: "versionsWithin", variant: null, place: 2, count: 3 }, "the model changed within the second: 3 versions"],
  [
    { code: "parametersIgnored", model: "m", parameters: ["topK", "stop"] },
    "m ignores topK, stop: the service accepts it without effect",
  ],
  [
    { code: "parameterRequired", model: "m", parameter: "maxTokens", value: "64000" },
    "m was sent the default maxTokens 64000, which its service requires: set maxTokens to compare under one value",
  ],
  [
    { code: "judgeSilent", ...judge, lost: 2, judged: 10, unparsed: 2 },
    "the judge of tone (openai:gpt-4o) gave no verdict on 2 of 10 (2 could not be read)",
  ],
  [
    { code: "judgeMovedByOrder", ...judge, kind: "pairwise", changed: rate },
    "the judge of tone (openai:gpt-4o) changed its verdict with the order of the answers in 12 of 40 pairs (30.0 % [18.1, 45.4])",
  ],
  [
    { code: "judgeFavoursLength", ...judge, which: "shorter", rate },
    "the judge of tone (openai:gpt-4o) preferred the shorter of two answers in 12 of 40 pairs (30.0 % [18.1, 45.4])",
  ],
  [
    { code: "judgeOneOrder", metric: "tone", judge: null, run: 2 },
    "the scorer tone saw each pair in only one order, so position bias cannot be measured [run 2]",
  ],
  [{ code: "otherJudges", metric: "tone", before: "m", after: "n" }, "tone was judged by m in run 1 and by n in run 2"],
])("%j in words", (reason, text) => {
  expect(reasonText(reason)).toBe(text);
});
