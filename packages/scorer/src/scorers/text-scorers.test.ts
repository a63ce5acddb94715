import { type Score, type Scorer, SameseedError } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { contains, icontains } from "./contains.ts";
import { equals } from "./equals.ts";
import { regex } from "./regex.ts";

const vars = { answer: "Paris", list: ["a", "b"], data: { a: 1, b: [true] }, number: 18 };

function judge(scorer: Scorer, output: string, expected?: unknown): Score {
  return scorer.score!({ output, case: { id: "c1", vars, expected }, outcome: undefined as never }) as Score;
}

describe("equals", () => {
  test.each<[string, Scorer, string, unknown, number]>([
    ["the case's expected", equals(), "Paris", "Paris", 1],
    ["JSON in the scorer", equals({ expected: { a: [1, { b: null }] } }), '{"a":[1,{"b":null}]}', undefined, 1],
    ["other JSON than the scorer's", equals({ expected: { a: 1 } }), '{"a":2}', undefined, 0],
    ["another text", equals(), "Lyon", "Paris", 0],
    ["white space around", equals(), "  Paris\n", "Paris", 1],
    ["white space around, when it counts", equals({ trim: false }), "Paris\n", "Paris", 0],
    ["another case of letters", equals(), "paris", "Paris", 0],
    ["another case of letters, ignored", equals({ ignoreCase: true }), "PARIS", "Paris", 1],
    ["a template", equals({ expected: "{{answer}}" }), "Paris", undefined, 1],
    ["a template with text around", equals({ expected: "{{answer}}!" }), "Paris!", undefined, 1],
    ["a template before the case's expected", equals({ expected: "{{answer}}" }), "Lyon", "Lyon", 0],
    ["JSON in another order", equals({ expected: "{{data}}" }), '{ "b": [true], "a": 1 }', undefined, 1],
    ["JSON with another value", equals({ expected: "{{data}}" }), '{"a":1,"b":[false]}', undefined, 0],
    ["JSON in text", equals(), '{"b":2, "a":1}', '{"a":1,"b":2}', 1],
    ["a number by content", equals({ expected: "{{number}}" }), "18.0", undefined, 1],
    ["a number in text by its letters", equals(), "18.0", "18", 0],
    ["a literal", equals({ expected: true }), "true", undefined, 1],
    ["no JSON against JSON", equals(), "a, b", ["a", "b"], 0],
    ["the empty answer", equals(), "", "Paris", 0],
  ])("%s", (...[, scorer, output, expected, value]) => {
    expect(judge(scorer, output, expected).value).toBe(value);
  });
});

describe("contains", () => {
  test.each<[string, Scorer, string, unknown, number]>([
    ["text inside", contains(), "It is Paris.", "Paris", 1],
    ["text in another case of letters", contains(), "It is paris.", "Paris", 0],
    ["icontains ignores the case of letters", icontains(), "It is PARIS.", "Paris", 1],
    ["all of several", contains({ expected: ["{{answer}}", "France"] }), "Paris, France", undefined, 1],
    ["one of several is not all", contains({ expected: ["{{answer}}", "France"] }), "Paris", undefined, 0],
    ["any of several", contains({ expected: ["{{answer}}", "France"], match: "any" }), "Paris", undefined, 1],
    ["none of several", contains({ expected: ["x", "y"], match: "any" }), "Paris", undefined, 0],
    ["a list in the case", contains({ expected: "{{list}}" }), "b a", undefined, 1],
    ["a list as the case's expected", contains(), "b", ["a", "b"], 0],
    ["a number", contains(), "it is 18", 18, 1],
  ])("%s", (...[, scorer, output, expected, value]) => {
    expect(judge(scorer, output, expected).value).toBe(value);
  });

  test("the reason names the missing text", () => {
    expect(judge(contains({ expected: ["a", "b", "c"] }), "b")).toEqual({
      value: 0,
      reason: 'missing: "a", "c"',
      expected: '"a" and "b" and "c"',
    });
  });

  test("refuses an empty expected text, which every answer contains", () => {
    expect(() => contains({ expected: "" }).check!({ id: "c1", vars: {} })).toThrow(
      'Scorer "contains", case "c1": the expected text is empty',
    );
  });
});

describe("regex", () => {
  test.each<[string, Scorer, string, number]>([
    ["a match inside", regex("\\d+ km"), "about 18 km away", 1],
    ["no match", regex("^yes"), "Yes", 0],
    ["flags", regex("^yes", { flags: "i" }), "Yes", 1],
    ["a RegExp with its own flags", regex(/^yes/i), "Yes", 1],
  ])("%s", (...[, scorer, output, value]) => {
    expect(judge(scorer, output).value).toBe(value);
  });

  test("the score contains the matched text", () => {
    expect(judge(regex(/\d+/), "a 12 b 13")).toEqual({ value: 1, answer: "12", expected: "/\\d+/" });
  });

  test("a global pattern gives equal answers equal scores", () => {
    const scorer = regex(/a/g);
    expect([1, 2, 3].map(() => judge(scorer, "a").value)).toEqual([1, 1, 1]);
  });

  test.each([
    ["(", "does not compile"],
    ["{{answer}}", "a pattern is not a template"],
  ])("refuses the pattern %s when the scorer is created", (pattern, message) => {
    expect(() => regex(pattern)).toThrow(SameseedError);
    expect(() => regex(pattern)).toThrow(message);
  });
});

describe("options of all", () => {
  test("not inverts the judgement and changes the name", () => {
    const scorer = contains({ expected: "sorry", not: true });
    expect(scorer.name).toBe("not-contains");
    expect(judge(scorer, "Paris")).toEqual({ value: 1, expected: "sorry" });
    expect(judge(scorer, "I am sorry")).toEqual({
      value: 0,
      reason: "the answer matches, and should not",
      expected: "sorry",
    });
  });

  test("metric names the scorer", () => {
    expect(equals({ metric: "exact" }).name).toBe("exact");
  });

  test("refuses a case without an expected answer before the run, with the case and the remedy", () => {
    const check = () => equals().check!({ id: "c7", vars });
    expect(check).toThrow(
      expect.objectContaining({
        code: "BAD_BENCHMARK",
        message: 'Scorer "equals", case "c7": the case has no expected answer.',
      }),
    );
    expect(check).toThrow(expect.objectContaining({ hint: expect.stringContaining('expected: "{{answer}}"') }));
  });

  test("refuses a variable that the case lacks before the run", () => {
    expect(() => equals({ expected: "{{anser}}" }).check!({ id: "c7", vars })).toThrow(
      'Scorer "equals", case "c7": the variable "anser" is missing.',
    );
  });

  test("the identity contains every setting that matters, with defaults filled in", () => {
    expect(equals().identity).toEqual(equals({ trim: true, not: false }).identity);
    const identities = [
      equals(),
      equals({ not: true }),
      equals({ ignoreCase: true }),
      equals({ expected: "x" }),
      contains(),
      icontains(),
      regex("x"),
      regex("x", { flags: "i" }),
    ];
    expect(new Set(identities.map(({ identity }) => JSON.stringify(identity))).size).toBe(identities.length);
  });
});
