import type { Answer, Score, Scorer } from "@sameseed/core";
import { expect, test } from "vitest";
import { toolArgsMatch, toolSequence, toolUsed } from "./tool-use.ts";

const CALLS = [
  { name: "search_web", arguments: '{"query": "tea", "limit": 10, "filters": {"lang": "en", "year": 2024}}' },
  { name: "open", arguments: '{"url": "https://a.test"}' },
  { name: "search_web", arguments: "not JSON" },
];

function judge(scorer: Scorer, calls: readonly object[] | string = CALLS): Score {
  const testCase = { id: "c", vars: {} };
  scorer.check?.(testCase);
  const text = typeof calls === "string" ? calls : "";
  const toolCalls = typeof calls === "string" ? undefined : calls.map((call) => ({ id: null, ...call }));
  return scorer.score!({
    output: text,
    case: testCase,
    outcome: { status: "completed", toolCalls },
  } as unknown as Answer) as Score;
}

test.each<[string, Scorer, number, (readonly object[] | string)?]>([
  ["a tool that is called", toolUsed({ tools: "open" }), 1],
  ["upper case", toolUsed({ tools: "OPEN" }), 1],
  ["a pattern", toolUsed({ tools: "search_*" }), 1],
  ["one letter", toolUsed({ tools: "ope?" }), 1],
  ["a point is a point", toolUsed({ tools: "ope." }), 0],
  ["a part of a name", toolUsed({ tools: "search" }), 0],
  ["all of several", toolUsed({ tools: ["open", "search_web"] }), 1],
  ["not all of several", toolUsed({ tools: ["open", "close"] }), 0],
  ["none of several", toolUsed({ tools: ["close", "drop"], not: true }), 1],
  ["one of those that must not be", toolUsed({ tools: ["close", "open"], not: true }), 0],
  ["often enough", toolUsed({ tools: "search_*", min: 2 }), 1],
  ["too often", toolUsed({ tools: "search_*", max: 1 }), 0],
  ["never, as wanted", toolUsed({ tools: "close", min: 0, max: 0 }), 1],
  ["without calls", toolUsed({ tools: "open" }), 0, "I will look."],
  [
    "calls in the text",
    toolUsed({ tools: "open" }),
    1,
    '[{"type": "function", "function": {"name": "open", "arguments": "{}"}}]',
  ],
  ["in order", toolSequence({ tools: ["search_web", "open"] }), 1],
  ["with others between", toolSequence({ tools: ["search_web", "search_web"] }), 1],
  ["in the wrong order", toolSequence({ tools: ["open", "search_web", "open"] }), 0],
  ["exactly", toolSequence({ tools: ["search_*", "open", "search_*"], mode: "exact" }), 1],
  ["one too many", toolSequence({ tools: ["search_*", "open"], mode: "exact" }), 0],
  ["a forbidden order", toolSequence({ tools: ["search_web", "open"], not: true }), 0],
  ["some arguments", toolArgsMatch({ tool: "search_web", args: { query: "tea" } }), 1],
  ["arguments deep inside", toolArgsMatch({ tool: "search_*", args: { filters: { lang: "en" } } }), 1],
  ["other arguments", toolArgsMatch({ tool: "search_web", args: { query: "coffee" } }), 0],
  ["a number is not text", toolArgsMatch({ tool: "search_web", args: { limit: "10" } }), 0],
  ["exact arguments", toolArgsMatch({ tool: "open", args: { url: "https://a.test" }, mode: "exact" }), 1],
  ["more than exact arguments", toolArgsMatch({ tool: "search_web", args: { query: "tea" }, mode: "exact" }), 0],
  [
    "defaults count as left out",
    toolArgsMatch({
      tool: "search_web",
      args: { query: "tea", filters: { lang: "en", year: 2024 } },
      mode: "exact",
      defaults: { limit: 10 },
    }),
    1,
  ],
  [
    "ignored arguments",
    toolArgsMatch({ tool: "search_web", args: { query: "tea" }, mode: "exact", ignore: ["limit", "filt*"] }),
    1,
  ],
  ["a tool that is not called", toolArgsMatch({ tool: "close", args: {} }), 0],
  ["arguments that are not JSON", toolArgsMatch({ tool: "open", args: {} }), 0, [{ name: "open", arguments: "{" }]],
  ["a name from nowhere", toolArgsMatch({ tool: "open", args: { constructor: 1 } }), 0],
])("%s", (_, scorer, value, calls) => {
  expect(judge(scorer, calls).value).toBe(value);
});

test("the row and the reason contain the calls", () => {
  expect(judge(toolSequence({ tools: ["open", "close"] }))).toEqual({
    value: 0,
    answer: "search_web, open, search_web",
    expected: "open, close",
    reason: "called: search_web, open, search_web",
  });
  expect(judge(toolArgsMatch({ tool: "open", args: { url: "b" } })).reason).toBe(
    'called with {"url":"https://a.test"}',
  );
  expect(judge(toolUsed({ tools: "open" }), "no").reason).toBe("called: nothing");
});

test.each([
  [() => toolUsed({ tools: [] }), "tool-used has no tools."],
  [() => toolSequence({ tools: [""] }), "tool-sequence has no tools."],
  [() => toolUsed({ tools: ["a", "b"], min: 2 }), "tool-used counts the calls of one tool, and has several."],
])("refuses a scorer that checks nothing", (make, message) => {
  expect(make).toThrow(message);
});
