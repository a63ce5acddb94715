import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Answer, Score, Scorer, Vars } from "@sameseed/core";
import { beforeEach, describe, expect, test } from "vitest";
import { ifeval, type IfevalOptions } from "./ifeval.ts";

function judge(output: string, instruction_id_list: unknown, kwargs: unknown, options: IfevalOptions = {}): Score {
  return scoreWith(ifeval(options), output, { instruction_id_list, kwargs });
}

function scoreWith(scorer: Scorer, output: string, vars: Vars): Score {
  return scorer.score!({ output, case: { id: "c", vars } } as unknown as Answer) as Score;
}

interface Recorded {
  readonly prompt: string;
  readonly response: string;
  readonly instruction_id_list: readonly string[];
  readonly strict: readonly boolean[];
  readonly loose: readonly boolean[];
}

/** Two models' answers with the verdicts of IFEval's own code, if they exist next to the repository. */
const data = new URL("../../../../../shared/data/mifeval/", import.meta.url);

function read<T>(name: string): T[] {
  const lines = gunzipSync(readFileSync(new URL(name, data)))
    .toString("utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as T);
}

describe("the verdicts of IFEval's reference", () => {
  beforeEach(({ skip }) => {
    if (!existsSync(data)) skip("needs ../shared/data");
  });

  /** Values that the reference draws at random: n-grams for language detection, and a letter where none was given. */
  const isDrawn = (id: string, given: { letter?: string }): boolean =>
    /response_language|english_(?:capital|lowercase)/.test(id) ||
    (id.endsWith("letter_frequency") && !/[a-z]/i.test(given.letter ?? ""));

  test.each(["strict", "loose"] as const)(
    "%s: all verdicts agree, but for a few that the reference draws at random",
    (mode) => {
      const inputs = new Map(
        read<{ prompt: string; kwargs: { letter?: string }[] }>("en_input_data.jsonl.gz").map((row) => [
          row.prompt,
          row.kwargs,
        ]),
      );
      const rows = [
        "en/Qwen__Qwen2.5-7B-Instruct-GPTQ-Int4.jsonl.gz",
        "en/mistralai__Mistral-7B-Instruct-v0.3.jsonl.gz",
      ].flatMap((name) => read<Recorded>(name));
      const scorer = ifeval({ mode });
      const compared = rows.flatMap((row) =>
        row.instruction_id_list.map((id, index) => {
          const given = inputs.get(row.prompt)![index]!;
          const ours = scoreWith(scorer, row.response, { instruction_id_list: [id], kwargs: [given] }).value === 1;
          return { id, response: row.response, ours, wanted: row[mode][index]!, drawn: isDrawn(id, given) };
        }),
      );
      expect(compared).toHaveLength(1668);
      const disagreeing = compared.filter(({ ours, wanted }) => ours !== wanted);
      expect(disagreeing.filter(({ drawn }) => !drawn)).toEqual([]);
      expect(compared.filter(({ drawn }) => drawn)).toHaveLength(194);
      expect(disagreeing.length).toBeLessThanOrEqual(4);
    },
  );
});

test.each<[string, string, Record<string, unknown>, string, number]>([
  ["no comma", "punctuation:no_comma", {}, "none here", 1],
  ["a comma", "punctuation:no_comma", {}, "one, here", 0],
  ["quotation marks around", "startend:quotation", {}, ' "x" ', 1],
  ["one quotation mark is not two", "startend:quotation", {}, '"', 0],
  ["JSON in a fence", "detectable_format:json_format", {}, '```json\n{"a": 1}\n```', 1],
  ["all keywords, any case of letters", "keywords:existence", { keywords: ["Klaus", "über"] }, "KLAUS ÜBER alles", 1],
  ["a forbidden word only as a whole word", "keywords:forbidden_words", { forbidden_words: ["rock"] }, "rocket", 1],
  [
    "a forbidden word between letters of other scripts",
    "keywords:forbidden_words",
    { forbidden_words: ["art"] },
    "Çart",
    1,
  ],
  [
    "words of all scripts",
    "length_constraints:number_words",
    { num_words: 3, relation: "at least" },
    "eins zwei דריי",
    1,
  ],
  ["less than is below", "length_constraints:number_words", { num_words: 3, relation: "less than" }, "a b c", 0],
  ["a title", "detectable_format:title", {}, "<<x>>", 1],
  ["an empty title", "detectable_format:title", {}, "<<  >>", 0],
  ["bullets of both kinds", "detectable_format:number_bullet_lists", { num_bullets: 2 }, "* a\n- b", 1],
  ["bold is not a bullet", "detectable_format:number_bullet_lists", { num_bullets: 1 }, "**a**", 0],
  ["an end phrase before quotation marks", "startend:end_checker", { end_phrase: "The end." }, '"The END."', 1],
  ["a repeated prompt", "combination:repeat_prompt", { prompt_to_repeat: "Say hi." }, " say hi. Hi.", 1],
  ["a language by its letters", "language:response_language", { language: "hi" }, "यह एक वाक्य है।", 1],
  ["another language", "language:response_language", { language: "de" }, "This is a plain English sentence.", 0],
  ["a language without a letter", "language:response_language", { language: "de" }, "42", 1],
])("%s", (_, id, given, output, value) => {
  expect(judge(output, [`en:${id}`], [given]).value).toBe(value);
});

test("an empty answer follows no instruction and is not left out", () => {
  expect(judge("", ["en:punctuation:no_comma"], [{}])).toEqual({
    value: 0,
    reason: "not followed: en:punctuation:no_comma",
  });
  expect(judge("\n", ["en:punctuation:no_comma"], [{}], { mode: "loose" }).value).toBe(0);
});

test("the value is the share of instructions, or whether all are followed", () => {
  const ids = ["punctuation:no_comma", "detectable_format:title"];
  expect(judge("plain", ids, [{}, {}]).value).toBe(0.5);
  expect(judge("plain", ids, [{}, {}], { level: "prompt" }).value).toBe(0);
  expect(judge("<<t>>", JSON.stringify(ids), "[{}, {}]", { level: "prompt" }).value).toBe(1);
});

test("a loose reading leaves out first and last lines and stars", () => {
  expect(judge('Sure, here:\n"x"', ["startend:quotation"], [{}]).value).toBe(0);
  expect(judge('Sure, here:\n"x"', ["startend:quotation"], [{}], { mode: "loose" }).value).toBe(1);
});

test("an unknown instruction is an error before the run", () => {
  const testCase = { id: "c", vars: { instruction_id_list: ["en:punctuation:no_coma"], kwargs: [] } };
  expect(() => ifeval().check!(testCase)).toThrow(
    expect.objectContaining({ code: "BAD_BENCHMARK", hint: 'Did you mean "punctuation:no_comma"?' }),
  );
  expect(() => ifeval().check!({ id: "c", vars: {} })).toThrow(expect.objectContaining({ code: "BAD_BENCHMARK" }));
});
