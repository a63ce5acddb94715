import type { Answer, Score, Scorer } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { choice } from "./choice.ts";
import { startsWith, containsAny, icontainsAll } from "./contains.ts";
import { containsJson, isJson } from "./is-json.ts";
import { containsHtml, containsXml, isHtml, isXml } from "./is-markup.ts";
import { isRefusal } from "./is-refusal.ts";
import { containsSql, isSql } from "./is-sql.ts";
import { levenshtein } from "./levenshtein.ts";
import { cost, finishReason, latency, perplexity, wordCount } from "./outcome-scorers.ts";
import { rougeL, bleu, ter } from "./text-metric.ts";
import { isValidFunctionCall, isValidOpenaiToolsCall, toolCallF1 } from "./tool-call.ts";

const outcome = { status: "completed", finishReason: "stop", latencyMs: 120, costUsd: 0.002 };

function judge(scorer: Scorer, output: string, { expected, vars = {}, ...rest }: Record<string, unknown> = {}): Score {
  const testCase = { id: "c", vars, expected };
  scorer.check?.(testCase as never);
  return scorer.score!({ output, case: testCase, outcome: { ...outcome, ...rest } } as unknown as Answer) as Score;
}

const schema = { type: "object", properties: { a: { type: "integer" } }, required: ["a"] };
const tools = [
  { type: "function", function: { name: "weather", parameters: { type: "object", required: ["city"] } } },
] as const;
const functions = tools.map((tool) => tool.function);
const call = (name: string, given: string) =>
  JSON.stringify([{ id: "1", type: "function", function: { name, arguments: given } }]);

test.each<[string, Scorer, string, number | null, Record<string, unknown>?]>([
  ["starts-with", startsWith({ expected: "Paris" }), "\n Paris is it", 1],
  ["starts-with, otherwise", startsWith({ expected: ["Lyon", "Nice"] }), "Paris", 0],
  ["contains-any of a list", containsAny(), "a b", 1, { expected: ["x", "b"] }],
  ["icontains-all of a list", icontainsAll(), "A b", 0, { expected: ["a", "c"] }],
  ["levenshtein composes letters", levenshtein({ expected: "é" }), "e\u0301", 1],
  ["levenshtein against the nearest", levenshtein({ expected: ["zzzz", "abcx"] }), "abcd", 0.75],
  ["levenshtein with a limit", levenshtein({ expected: "abcx", maxDistance: 1 }), "abcd", 1],
  ["levenshtein of nothing", levenshtein({ expected: "" }), "", 1],
  ["rouge-l of the reference itself", rougeL({ expected: "a b c" }), "A, b, c!", 1],
  ["bleu of the reference itself", bleu({ expected: "the cat sat on the mat" }), "the cat sat on the mat", 1],
  ["ter is inverted", ter({ expected: "a b c d" }), "a b c x", 0.75],
  ["ter above 1 is 0", ter({ expected: "a" }), "b c d", 0],
  ["JSON", isJson(), ' {"a": 1} ', 1],
  ["JSON in a fence is not only JSON", isJson(), '```json\n{"a": 1}\n```', 0],
  ["JSON under its schema", isJson({ schema }), '{"a": 1}', 1],
  ["JSON against its schema", isJson({ schema }), '{"a": "1"}', 0],
  ["JSON under the case's schema", isJson({ schema: "{{s}}" }), '{"a": "1"}', 0, { vars: { s: schema } }],
  ["JSON that can be repaired", isJson({ repair: true, schema }), "```json\n{a: 1,}\n```", 1],
  ["JSON that was cut off, repaired", isJson({ repair: true, schema }), '{"a": 1, "b": [1, 2', 1],
  ["a word is not repaired into JSON", isJson({ repair: true }), "hello", 0],
  ["contained JSON", containsJson({ schema }), 'Sure: {"a": 1}.', 1],
  ["no contained JSON", containsJson(), "Sure: {a}", 0],
  ["XML", isXml(), '<?xml version="1.0"?><a b="1"><c/>text</a>', 1],
  ["XML that is not closed", isXml(), "<a><b></a>", 0],
  ["XML with its elements", isXml({ elements: ["order.item"] }), "<order><item/></order>", 1],
  ["XML without them", isXml({ elements: ["order.item"] }), "<order><x><item/></x></order>", 0],
  ["XML in a fence", containsXml(), "Here:\n```xml\n<a/>\n```", 1],
  ["XML in a sentence", containsXml(), "Use <a>1</a>, please", 1],
  ["no XML", containsXml(), "2 < 3", 0],
  ["HTML", isHtml(), "<ul><li>a<li>b</ul>", 1],
  ["an HTML document", isHtml(), "<!doctype html><html><head><title>t</title></head><body><p>x</p></body></html>", 1],
  ["an element that HTML has not", isHtml(), "<foo>x</foo>", 0],
  ["an attribute twice", isHtml(), '<p class="a" class="b">x</p>', 0],
  ["text is not HTML", isHtml(), "1 < 2 and 3 > 2", 0],
  ["HTML in prose", containsHtml(), "Here: <b>bold</b> text", 1],
  ["HTML in a fence", containsHtml(), "Sure:\n```html\n<ul><li>a</ul>\n```", 1],
  ["an empty element in prose", containsHtml(), "one<br>two", 1],
  ["a comparison is not HTML", containsHtml(), "a < b and b > c", 0],
  ["an address is not HTML", containsHtml(), "write to <ann@x.test> or <p", 0],
  ["an unknown element is not HTML", containsHtml(), "<answer>4</answer>", 0],
  ["SQL in a fence", containsSql(), "Try this:\n```sql\nSELECT 1;\n```", 1],
  ["SQL alone", containsSql(), "SELECT 1", 1],
  ["prose about SQL", containsSql(), "I would select it from the table.", 0],
  [
    "SQL of allowed tables",
    isSql({ tables: ["t", "s.u"] }),
    "WITH x AS (SELECT * FROM t) SELECT * FROM x JOIN s.u ON true",
    1,
  ],
  ["SQL of another table", isSql({ tables: ["t"] }), "SELECT * FROM t, (SELECT * FROM secrets) y", 0],
  ["SQL that writes another table", isSql({ tables: ["t"] }), "DELETE FROM users", 0],
  ["SQL", isSql(), "SELECT a, count(*) FROM t WHERE b = 'x;y' GROUP BY a;", 1],
  ["no SQL", isSql(), "select from where", 0],
  ["prose is not SQL", isSql({ dialect: "sqlite" }), "Here is your query", 0],
  ["SQL of SQLite alone", isSql({ dialect: "sqlite" }), "PRAGMA table_info(t); SELECT * FROM t", 1],
  ["SQL that is cut off", isSql({ dialect: "sqlite" }), "SELECT * FROM (SELECT 1", 0],
  ["enough words", wordCount({ min: 2, max: 3 }), " one  two\nthree ", 1],
  ["too many words", wordCount({ max: 2 }), "one two three", 0],
  ["fast", latency({ maxMs: 120 }), "", 1],
  ["slow", latency({ maxMs: 119 }), "", 0],
  ["no time", latency({ maxMs: 119 }), "", null, { latencyMs: null }],
  ["cheap", cost({ maxUsd: 0.01 }), "", 1],
  ["an unknown price", cost({ maxUsd: 0.01 }), "", null, { costUsd: null }],
  ["sure words", perplexity({ max: 2 }), "", 1, { meanLogprob: -0.5 }],
  ["unsure words", perplexity({ max: 1.5 }), "", 0, { meanLogprob: -0.5 }],
  ["how sure words are", perplexity(), "", 0.5, { meanLogprob: 0 }],
  ["no log probabilities", perplexity({ max: 2 }), "", null],
  ["the reason to stop", finishReason(), "", 1],
  ["another reason", finishReason({ value: ["length", "tool_calls"] }), "", 0],
  ["no reason", finishReason(), "", null, { finishReason: null }],
  [
    "a function call",
    isValidFunctionCall({ functions }),
    '{"name": "weather", "arguments": "{\\"city\\": \\"x\\"}"}',
    1,
  ],
  [
    "a function call with parsed arguments",
    isValidFunctionCall({ functions }),
    '{"name": "weather", "arguments": {}}',
    0,
  ],
  ["a call of another function", isValidFunctionCall({ functions }), '{"name": "stocks", "arguments": {}}', 0],
  [
    "a call that the service sent as such",
    isValidFunctionCall({ functions }),
    "",
    1,
    { toolCalls: [{ id: null, name: "weather", arguments: '{"city":"x"}' }] },
  ],
  [
    "a call that the service sent, next to text",
    toolCallF1({ expected: "weather" }),
    "I look.",
    1,
    { toolCalls: [{ id: null, name: "weather", arguments: "{}" }] },
  ],
  ["a tool call", isValidOpenaiToolsCall({ tools }), call("weather", '{"city": "Paris"}'), 1],
  [
    "tool calls in a message",
    isValidOpenaiToolsCall({ tools: "{{tools}}" }),
    `{"tool_calls": ${call("weather", '{"city": "x"}')}}`,
    1,
    { vars: { tools } },
  ],
  ["arguments against the schema", isValidOpenaiToolsCall({ tools }), call("weather", "{}"), 0],
  ["arguments that are not JSON", isValidOpenaiToolsCall({ tools }), call("weather", "{city}"), 0],
  ["a tool that is not there", isValidOpenaiToolsCall({ tools }), call("wether", "{}"), 0],
  ["text instead of a call", isValidOpenaiToolsCall({ tools }), "It is sunny", 0],
  [
    "the right tools in any order",
    toolCallF1({ expected: "b, a" }),
    JSON.stringify([{ function: { name: "a" } }, { function: { name: "b" } }, { function: { name: "b" } }]),
    1,
  ],
  ["one tool of two", toolCallF1(), call("a", "{}"), 2 / 3, { expected: ["a", "b"] }],
  ["no tool at all", toolCallF1({ expected: "a" }), "text", 0],
])("%s", (...[, scorer, output, value, rest]) => {
  expect(judge(scorer, output, rest).value).toBe(value);
});

describe("is-refusal", () => {
  test.each([
    "I'm sorry, but I can't help with that.",
    "I’m unable to comply with that request.",
    "As an AI language model, I am not able to provide medical advice.",
    "I cannot assist with this request.",
    "Sorry, I can't do that.",
    "Unfortunately, I cannot share that information.",
    "It's against my guidelines to do this.",
    "",
  ])("%j is a refusal", (output) => {
    expect(judge(isRefusal(), output).value).toBe(1);
  });

  test.each([
    "Sure! Here is the poem.",
    "I can't believe it is summer already.",
    "Sorry for the delay! The answer is 4.",
    "The capital is Paris.",
    "You cannot divide by zero.",
    "He said that he could not come.",
  ])("%j is not a refusal", (output) => {
    expect(judge(isRefusal(), output).value).toBe(0);
  });

  test("uses the service's own refusal field, and not- inverts it", () => {
    expect(judge(isRefusal(), "Fine.", { status: "refused" }).value).toBe(1);
    expect(judge(isRefusal({ not: true }), "Fine.").value).toBe(1);
  });
});

describe("choice", () => {
  test.each([
    "B",
    "(B)",
    "b",
    "B.",
    "**B**",
    "B) Berlin",
    "B. Berlin",
    "Answer: B",
    "Answer: **B. Berlin**",
    "The answer is (B).",
    "the correct answer is option B, because A is wrong",
    "A would be wrong, and so would C.\nAnswer: B",
    "Answer: A\nNo wait.\nFinal answer: B",
    "So \\boxed{B}",
    "$\\boxed{\\text{B}}$",
    '{"reasoning": "A?", "answer": "B"}',
    "I think it is (B).",
    "Berlin",
    "berlin.",
    "The answer is Berlin.",
    "A good question. It must be **B**.",
    "Let me think about it.\n\nB",
    "The best choice is: B",
    "B<|im_end|>",
  ])("%j is B", (output) => {
    const scorer = choice({ expected: "B", choices: ["Paris", "Berlin", "Rome", "Bern"] });
    expect(judge(scorer, output)).toMatchObject({ value: 1, answer: "B" });
  });

  test.each(["", "I do not know.", "A good question, but no.", "Maybe E?"])("%j has no choice", (output) => {
    expect(judge(choice({ expected: "B", letters: 4 }), output)).toMatchObject({
      value: 0,
      reason: "no choice in the answer",
    });
    expect(judge(choice({ expected: "B", letters: 4, noChoice: "unscored" }), output).value).toBeNull();
  });

  test("the reference may be a letter, a text or a position", () => {
    for (const expected of ["B", "(b)", "Berlin", 1])
      expect(judge(choice({ choices: "{{o}}" }), "B", { expected, vars: { o: ["Paris", "Berlin"] } }).value).toBe(1);
    expect(() => judge(choice({ choices: ["a", "b"] }), "B", { expected: "C" })).toThrow("is not one of the choices");
  });
});
