import { existsSync, readFileSync } from "node:fs";
import { bleuOf, type BleuSmoothing } from "@sameseed/stats";
import { describe, expect, test } from "vitest";
import { type BleuOptions, bleuStatistics, corpusBleu, sentenceBleu } from "./bleu.ts";
import type { BleuTokenizer } from "./bleu-tokenizer.ts";
import { corpusChrf, sentenceChrf } from "./chrf.ts";
import { sentenceGleu } from "./gleu.ts";
import { rougeL, rougeLsum, rougeN, type RougeScore } from "./rouge.ts";
import { corpusTer, sentenceTer } from "./ter.ts";

/** The vectors of the reference implementations' own tests, if they exist next to the repository. */
const data = new URL("../../../../../shared/data/text_metrics/", import.meta.url);

function read(name: string, skip: (reason: string) => void): unknown {
  const file = new URL(name, data);
  if (!existsSync(file)) skip("needs ../shared/data");
  return JSON.parse(readFileSync(file, "utf8"));
}

/** sacreBLEU has one stream per reference; here each answer has a list of references. */
function byAnswer(streams: readonly (readonly string[])[]): string[][] {
  return streams[0]!.map((_, index) => streams.map((stream) => stream[index]!));
}

interface RougeCase {
  readonly id: string;
  readonly reference: string;
  readonly candidate: string;
  readonly stemmer: boolean;
  readonly expected: Record<string, RougeScore>;
}

const ROUGE: Record<string, (candidate: string, reference: string, options: { stemmer: boolean }) => RougeScore> = {
  rouge1: (candidate, reference, options) => rougeN(candidate, reference, { n: 1, ...options }),
  rouge2: (candidate, reference, options) => rougeN(candidate, reference, { n: 2, ...options }),
  rougeL,
  rougeLsum,
};

test("ROUGE equals Google's rouge_score to the five digits of ROUGE-1.5.5", ({ skip }) => {
  const { cases } = read("rouge_google_vectors.json", skip) as { cases: RougeCase[] };
  const compared = cases.flatMap(({ id, reference, candidate, stemmer, expected }) =>
    Object.entries(expected).flatMap(([metric, wanted]) => {
      const score = ROUGE[metric]!(candidate, reference, { stemmer });
      return (["precision", "recall", "f"] as const).map(
        (part) => [`${id} ${metric} ${part}`, score[part], wanted[part]] as const,
      );
    }),
  );
  expect(compared.length).toBeGreaterThanOrEqual(60);
  expect(compared.filter(([, value, wanted]) => Math.abs(value - wanted) > 0.000005)).toEqual([]);
});

type Corpus = readonly [string[], string[][]];
type Statistics = readonly [readonly [number[], number[]], number, number];

test("BLEU equals sacreBLEU's test_bleu.py to the digits it prints", ({ skip }) => {
  const all = read("sacrebleu_test_vectors.json", skip) as Record<string, Record<string, unknown>>;
  const cases = all["test/test_bleu.py"]!;
  const raw: BleuOptions = { tokenize: "none", smooth: "floor", smoothValue: 0.01, effectiveOrder: true };
  const compared: [string, number, number][] = [];
  for (const [hypotheses, references, wanted] of [
    ...(cases.test_raw_bleu_cases as [...Corpus, number][]),
    ...(cases.test_case_effective_order as [...Corpus, number][]),
  ])
    compared.push([`raw ${hypotheses[0]}`, corpusBleu(hypotheses, byAnswer(references), raw), wanted]);
  for (const [hypotheses, references, options, wanted] of cases.test_corpus_bleu_cases as [
    ...Corpus,
    { tokenize?: BleuTokenizer; smooth_method?: BleuSmoothing },
    number,
  ][]) {
    const { tokenize, smooth_method: smooth } = options;
    compared.push([
      JSON.stringify(options),
      100 * corpusBleu(hypotheses, byAnswer(references), { tokenize, smooth }),
      wanted,
    ]);
  }
  for (const [hypotheses, references, withOffset, without] of cases.test_case_offset as [...Corpus, number, number][]) {
    compared.push(["offset", corpusBleu(hypotheses, byAnswer(references), { ...raw, smoothValue: 0.1 }), withOffset]);
    compared.push(["no offset", corpusBleu(hypotheses, byAnswer(references), { ...raw, smoothValue: 0 }), without]);
  }
  for (const [[[correct, total], length, referenceLength], wanted] of cases.test_case_scoring as [Statistics, number][])
    compared.push(["scoring", bleuOf({ correct, total, length, referenceLength }), wanted]);
  for (const [[[correct, total], length, referenceLength], smoothValue, wanted] of cases.test_case_degenerate_stats as [
    Statistics,
    number,
    number,
  ][])
    compared.push([
      `degenerate ${correct}`,
      bleuOf({ correct, total, length, referenceLength }, { smooth: "floor", smoothValue }),
      wanted,
    ]);
  expect(compared.length).toBeGreaterThanOrEqual(20);
  expect(compared.filter(([, value, wanted]) => Math.abs(value - wanted) > 1e-6)).toEqual([]);

  const [[hypotheses, references, statistics]] = cases.test_case_statistics as [[...Corpus, [number[], number[]]]];
  const { correct, total } = bleuStatistics(hypotheses[0]!, references[0]!, raw);
  expect([correct, total]).toEqual(statistics);
  for (const [order, answers, streams, printed] of cases.test_bleu_max_order as [number, ...Corpus, string][])
    expect((100 * corpusBleu(answers, byAnswer(streams), { order })).toFixed(2)).toBe(printed);
});

test("BLEU of a sentence equals sacreBLEU's test_sentence_bleu.py within 1e-3", ({ skip }) => {
  const all = read("sacrebleu_test_vectors.json", skip) as Record<string, Record<string, unknown>>;
  const cases = all["test/test_sentence_bleu.py"]!;
  type Case = [BleuSmoothing, number | null, boolean, BleuTokenizer, number];
  const scoreOf = (answer: string, reference: string) => (given: unknown) => {
    const [smooth, smoothValue, lowercase, tokenize, wanted] = given as Case;
    const options = { smooth, lowercase, tokenize, ...(smoothValue === null ? {} : { smoothValue }) };
    return { given: given as Case, difference: Math.abs(100 * sentenceBleu(answer, [reference], options) - wanted) };
  };
  const compared = [
    ...(cases.test_cases as Case[]).map(scoreOf(cases.SYS as string, cases.REF as string)),
    ...(cases.test_cases_zero_bleu as Case[]).map(scoreOf(cases.SYS_0 as string, cases.REF_0 as string)),
  ];
  expect(compared).toHaveLength(18);
  expect(compared.filter(({ difference }) => difference > 0.001)).toEqual([]);
});

test("chrF equals sacreBLEU's test_chrf.py within 1e-4", ({ skip }) => {
  const all = read("sacrebleu_test_vectors.json", skip) as Record<string, Record<string, unknown>>;
  const cases = all["test/test_chrf.py"]!;
  type Case = [string[], string[], number];
  const compared = [
    ...(cases.test_cases as Case[]).map(
      ([answers, references, wanted]) =>
        [
          corpusChrf(
            answers,
            references.map((text) => [text]),
            { beta: 3, epsSmoothing: true },
          ),
          wanted,
        ] as const,
    ),
    ...(cases.test_cases_effective_order as Case[]).map(
      ([answers, references, wanted]) =>
        [
          corpusChrf(
            answers,
            references.map((text) => [text]),
            { beta: 3 },
          ),
          wanted,
        ] as const,
    ),
    ...(cases.test_cases_keep_whitespace as Case[]).map(
      ([answers, references, wanted]) =>
        [
          corpusChrf(
            answers,
            references.map((text) => [text]),
            { beta: 3, whitespace: true },
          ),
          wanted,
        ] as const,
    ),
    ...(cases.test_sentence_level_chrf as [string, string[], number][]).map(
      ([answer, references, wanted]) => [sentenceChrf(answer, references, { epsSmoothing: true }), wanted] as const,
    ),
  ];
  expect(compared.length).toBeGreaterThanOrEqual(24);
  expect(compared.filter(([value, wanted]) => Math.abs(100 * value - wanted) > 0.0001)).toEqual([]);
});

test("TER equals sacreBLEU's test_ter.py within 1e-3", ({ skip }) => {
  const all = read("sacrebleu_test_vectors.json", skip) as Record<string, Record<string, unknown>>;
  const cases = all["test/test_ter.py"]!.test_cases as [string[], string[], number][];
  const compared = cases.map(
    ([answers, references, wanted]) =>
      [
        corpusTer(
          answers,
          references.map((text) => [text]),
        ),
        wanted,
      ] as const,
  );
  expect(compared).toHaveLength(7);
  expect(compared.filter(([value, wanted]) => Math.abs(value - wanted) > 0.001)).toEqual([]);
});

describe("a few published values that need no file", () => {
  test("ROUGE", () => {
    expect(rougeN("testing one", "testing one two", { n: 2 })).toEqual({ precision: 1, recall: 0.5, f: 2 / 3 });
    expect(rougeL("testing two", "testing one two").f).toBeCloseTo(0.8, 12);
    expect(rougeLsum("w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5", "w1 w2 w3 w4 w5")).toMatchObject({
      precision: 0.4,
      recall: 0.8,
    });
    expect(rougeN("", "testing").f).toBe(0);
  });

  test("BLEU with a corpus score that is not the mean of its sentences", () => {
    const hypotheses = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."];
    const references = byAnswer([
      ["The dog bit the man.", "It was not unexpected.", "The man bit him first."],
      ["The dog had bit the man.", "No one was surprised.", "The man had bitten the dog."],
    ]);
    expect(100 * corpusBleu(hypotheses, references)).toBeCloseTo(48.530827, 6);
    expect(corpusBleu(["", "", ""], references)).toBe(0);
    expect(() => corpusBleu(["a"], [])).toThrow(RangeError);
  });

  test("chrF", () => {
    const answer = "Niemand hat die Absicht, eine Mauer zu errichten";
    expect(sentenceChrf(answer, [answer])).toBe(1);
    expect(sentenceChrf("a b c", ["abc"], { epsSmoothing: true })).toBeCloseTo(0.5, 12);
    expect(sentenceChrf("", ["reference"])).toBe(0);
  });

  test("TER counts the shift of a phrase as one edit", () => {
    expect(sentenceTer("d e f g h a b c", ["a b c d e f g h"])).toBe(0.125);
    expect(sentenceTer("dddd eeee ffff", ["aaaa bbbb cccc"])).toBe(1);
    expect(sentenceTer("a", [""])).toBe(1);
  });

  test("GLEU of NLTK's example", () => {
    const first = sentenceGleu(
      "It is a guide to action which ensures that the military always obeys the commands of the party",
      ["It is a guide to action that ensures that the military will forever heed Party commands"],
    );
    const second = sentenceGleu("he read the book because he was interested in world history", [
      "he was interested in world history because he read the book",
    ]);
    expect(Math.floor(((first + second) / 2) * 10_000)).toBe(6144);
    expect(sentenceGleu("the cat", ["the cat"])).toBe(1);
  });
});
