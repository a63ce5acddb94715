import type { TestCase } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import type { ScorerSpec } from "./specs/scorer-spec.ts";
import { scorerFromSpec } from "./testing/scorer-from-spec.ts";

const BY_REFERENCE = [
  "equals",
  "exact-match",
  "fuzzy-match",
  "contains",
  "contains-all",
  "contains-any",
  "icontains",
  "icontains-all",
  "icontains-any",
  "starts-with",
  "numeric",
  "choice",
  "json-match",
  "levenshtein",
  "word-f1",
  "rouge-n",
  "rouge-l",
  "rouge-lsum",
  "bleu",
  "chrf",
  "ter",
  "gleu",
  "tool-call-f1",
  "factuality",
];
const EMPTY = ["", " ", "\t\r\n", "\u00a0", "\u200b", null];
const QUESTION = { question: "How?" };

function check(spec: ScorerSpec, testCase: Partial<TestCase>): void {
  scorerFromSpec(spec).check!({ id: "c1", vars: QUESTION, ...testCase });
}

describe.each([...BY_REFERENCE, "not-equals", "not-levenshtein"])("%s refuses", (name) => {
  test.each(EMPTY)("a case with the expected answer %j", (expected) => {
    expect(() => check(name, { expected })).toThrow(/case "c1": the case has no expected answer/);
    expect(() => check({ "assert-set": { scorers: [name] } }, { expected })).toThrow("no expected answer");
  });

  test.each(EMPTY)("a variable with the expected answer %j", (label) => {
    const spec = { [name]: { expected: "{{ label }}" } };
    expect(() => check(spec, { vars: { ...QUESTION, label } })).toThrow(
      '"label" is empty, so the case has no expected',
    );
  });

  test("a case without one", () => {
    expect(() => check(name, {})).toThrow("no expected answer");
  });
});

test.each(["exact-match", "contains", "levenshtein", "rouge-l", "bleu", "icontains-any"])(
  "%s refuses a list of expected answers that is empty or has a gap",
  (name) => {
    expect(() => check(name, { expected: [] })).toThrow(/empty/);
    expect(() => check(name, { expected: ["a", " "] })).toThrow(/empty/);
    expect(() => check({ [name]: { expected: "{{labels}}" } }, { vars: { labels: [] } })).toThrow(/empty/);
  },
);

test.each<[string, ScorerSpec]>([
  ["text around it", { levenshtein: { expected: "#### {{label}}" } }],
  ["a rubric", { "llm-rubric": { rubric: "It says {{label}}." } }],
  ["a criterion", { closedqa: { criteria: "{{label}}" } }],
  ["tests of code", { "code-execution": { tests: "{{label}}" } }],
])("a template with only empty variables is not a reference: %s", (_, spec) => {
  expect(() => check(spec, { vars: { ...QUESTION, label: " " } })).toThrow('"label" is empty');
  expect(() => check(spec, { vars: { ...QUESTION, label: "four" } })).not.toThrow();
});

test("fixed text of a benchmark may be empty, and so may content that is not text", () => {
  expect(() => check({ equals: { expected: "" } }, {})).not.toThrow();
  expect(() => check("equals", { expected: [] })).not.toThrow();
  expect(() => check("equals", { expected: 0 })).not.toThrow();
  expect(() => check("equals", { expected: false })).not.toThrow();
  expect(() => check("tool-call-f1", { expected: [] })).not.toThrow();
  const names = { levenshtein: { expected: "{{first}} {{last}}" } };
  expect(() => check(names, { vars: { first: "Plato", last: "" } })).not.toThrow();
});
