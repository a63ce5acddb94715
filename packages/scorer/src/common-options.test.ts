import type { Answer, Score, Scorer } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { contains } from "./scorers/contains.ts";
import { custom } from "./scorers/custom.ts";
import { derived } from "./scorers/derived.ts";
import { equals } from "./scorers/equals.ts";
import { levenshtein } from "./scorers/levenshtein.ts";
import { assertSet } from "./scorers/assert-set.ts";
import { score } from "./score.ts";
import type { ScorerSpec } from "./specs/scorer-spec.ts";
import { scorerFromSpec } from "./testing/scorer-from-spec.ts";

function judge(scorer: Scorer, output: string, expected: unknown = "abcd"): Score {
  return scorer.score!({ output, case: { id: "c", vars: {}, expected } } as unknown as Answer) as Score;
}

/** Code of the user's own is scored later. */
async function judged(scorer: Scorer, output: string): Promise<Score> {
  return judge(scorer, output);
}

describe("a threshold keeps the value and decides whether it passed", () => {
  test.each<[string, Scorer, string, Score]>([
    [
      "reached",
      levenshtein({ threshold: 0.75 }),
      "abcx",
      { value: 0.75, pass: true, reason: "1 edits", expected: "abcd" },
    ],
    [
      "missed",
      levenshtein({ threshold: 0.8 }),
      "abcx",
      { value: 0.75, pass: false, reason: "0.75 is below the threshold 0.8: 1 edits", expected: "abcd" },
    ],
    [
      "inverted",
      levenshtein({ threshold: 0.75, not: true }),
      "abcx",
      { value: 0.25, pass: false, reason: "0.75 reaches the threshold 0.75: 1 edits", expected: "abcd" },
    ],
    [
      "missed and inverted",
      levenshtein({ threshold: 0.8, not: true }),
      "abcx",
      { value: 0.25, pass: true, reason: "1 edits", expected: "abcd" },
    ],
  ])("%s", (...[, scorer, output, wanted]) => {
    expect(judge(scorer, output)).toEqual(wanted);
  });

  test("gives no verdict without a threshold", () => {
    expect(judge(levenshtein(), "abcx")).not.toHaveProperty("pass");
  });
});

describe("a transform changes the judged text", () => {
  test.each<[string, Scorer, string, number | null]>([
    ["trim and lower, in order", equals({ transform: ["trim", "lower"], trim: false }), "  ABCD ", 1],
    ["a path in JSON", equals({ transform: "json:a.b[0]" }), 'Sure: {"a": {"b": ["abcd"]}}', 1],
    ["the last line", equals({ transform: "line:last" }), "so it is\n\nabcd\n", 1],
    ["the first line", equals({ transform: "line:first" }), "\nabcd\nbecause", 1],
    ["a fence", equals({ transform: "fence" }), "x\n```\nabcd\n```", 1],
    ["a box", equals({ transform: "boxed" }), "\\boxed{abcd}", 1],
    ["a function", equals({ transform: (output) => output.slice(1) }), "xabcd", 1],
    ["a transform without a match is undecided", equals({ transform: "json:a" }), "abcd", null],
    ["and stays so when inverted", equals({ transform: "json:a", not: true }), "abcd", null],
  ])("%s", async (...[, scorer, output, value]) => {
    expect((await judged(scorer, output)).value).toBe(value);
  });

  test("the manifest keeps it", () => {
    expect(equals({ transform: ["trim"] }).identity).toMatchObject({ transform: ["trim"] });
    expect(() => equals({ transform: "tirm" })).toThrow(expect.objectContaining({ code: "BAD_BENCHMARK" }));
  });
});

async function rowScores(scorers: readonly Scorer[]) {
  const outcome = { status: "completed", text: "abcd" };
  const result = { trial: { case: { id: "c", vars: {}, expected: "abcd" } }, outcome };
  async function* results() {
    yield result as never;
  }
  const [row] = await Array.fromAsync(score(results(), scorers));
  return row!.scores;
}

test("the row contains a weight other than 1", async () => {
  const scores = await rowScores([equals({ weight: 2 }), contains()]);
  expect(scores).toEqual({
    equals: { value: 1, expected: "abcd", weight: 2 },
    contains: { value: 1, expected: "abcd" },
  });
});

describe("a derived metric", () => {
  const p = custom("p", () => 0.5);
  const r = custom("r-1", async () => 1);

  test.each<[string, string, number | null]>([
    ["F1", "2 * p * 'r-1' / (p + 'r-1')", 2 / 3],
    ["functions, powers and signs", '-p ^ 2 + max(p, "r-1", 0.25) - -0', 0.75],
    ["a division by zero has no value", "(p - p) / (p - p)", null],
    ["a scorer that is not there", "p * q", null],
  ])("%s", async (_, value, wanted) => {
    const scores = await rowScores([derived("d", value), p, r]);
    if (wanted === null) expect(scores.d!.value).toBeNull();
    else expect(scores.d).toEqual({ value: expect.closeTo(wanted, 12) as number, weight: 0 });
  });

  test("of an undecided score is undecided", async () => {
    const scores = await rowScores([custom("p", () => null), derived("d", ({ p }) => p!)]);
    expect(scores.d).toEqual({ value: null, reason: "p cannot tell", weight: 0 });
  });

  test.each(["2 *", "(p", "p q", "p + * 2", "sin(p)", "p $ 2"])("refuses %s when it is read", (value) => {
    expect(() => derived("d", value)).toThrow(expect.objectContaining({ code: "BAD_BENCHMARK" }));
  });
});

describe("an assert-set", () => {
  const is = (value: number | null, weight?: number): Scorer => ({
    ...custom(`v${value}`, () => value),
    ...(weight === undefined ? {} : { weight }),
  });
  test.each<[string, Scorer, number | null]>([
    ["the mean", assertSet([is(1), is(0)]), 0.5],
    ["weights", assertSet([is(1, 3), is(0)]), 0.75],
    ["all", assertSet([is(1), is(0.4)], { combine: "all" }), 0.4],
    ["any", assertSet([is(1), is(0)], { combine: "any" }), 1],
    ["an undecided member", assertSet([is(1), is(null)]), null],
    ["an undecided member where another decides", assertSet([is(0), is(null)], { combine: "all" }), 0],
    ["an undecided member where no other decides", assertSet([is(1), is(null)], { combine: "all" }), null],
    ["a set in a set", assertSet([assertSet([is(1), is(0)]), is(1)]), 0.75],
  ])("%s", async (...[, scorer, value]) => {
    expect((await judged(scorer, "x")).value).toBe(value);
  });

  test("names the members that fell short and waits for asynchronous ones", async () => {
    const set = assertSet([contains({ expected: "y" }), custom("slow", async () => 1)], { threshold: 0.6 });
    expect(await judge(set, "x")).toMatchObject({
      value: 0.5,
      pass: false,
      reason: '0.5 is below the threshold 0.6: contains 0 (missing: "y")',
    });
  });

  test("checks its members before the run, and needs one", () => {
    expect(() => assertSet([equals()]).check!({ id: "c", vars: {} })).toThrow("no expected answer");
    expect(() => assertSet([])).toThrow("needs scorers");
    const spec: ScorerSpec = { "assert-set": { scorers: ["equals", { contains: { expected: "x" } }], combine: "any" } };
    expect(scorerFromSpec(spec).identity).toMatchObject({ type: "assert-set", combine: "any" });
  });
});
