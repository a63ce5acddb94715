import { bleuOf } from "../../packages/stats/src/index.ts";
import { corpusBleu, sentenceBleu } from "../../packages/scorer/src/text-metrics/bleu.ts";
import { corpusChrf, sentenceChrf } from "../../packages/scorer/src/text-metrics/chrf.ts";
import { rougeL, rougeLsum, rougeN } from "../../packages/scorer/src/text-metrics/rouge.ts";
import { corpusTer } from "../../packages/scorer/src/text-metrics/ter.ts";
import { type Compared, json, within } from "./compared.ts";

export function rouge(): Compared {
  type Part = Readonly<Record<"precision" | "recall" | "f", number>>;
  const { cases } = json<{
    cases: { reference: string; candidate: string; stemmer: boolean; expected: Record<string, Part> }[];
  }>("text_metrics/rouge_google_vectors.json");
  const metrics: Record<string, (candidate: string, reference: string, stemmer: boolean) => Part> = {
    rouge1: (candidate, reference, stemmer) => rougeN(candidate, reference, { n: 1, stemmer }),
    rouge2: (candidate, reference, stemmer) => rougeN(candidate, reference, { n: 2, stemmer }),
    rougeL: (candidate, reference, stemmer) => rougeL(candidate, reference, { stemmer }),
    rougeLsum: (candidate, reference, stemmer) => rougeLsum(candidate, reference, { stemmer }),
  };
  const pairs = cases.flatMap(({ reference, candidate, stemmer, expected }) =>
    Object.entries(expected).flatMap(([name, wanted]) => {
      const ours = metrics[name]!(candidate, reference, stemmer);
      return (["precision", "recall", "f"] as const).map((part) => [ours[part], wanted[part]] as const);
    }),
  );
  return { scorer: "rouge-n, rouge-l, rouge-lsum", reference: "Google rouge_score, 5 digits", ...within(pairs, 5e-6) };
}

type Streams = readonly (readonly string[])[];
const byAnswer = (streams: Streams): string[][] =>
  streams[0]!.map((_, place) => streams.map((stream) => stream[place]!));

export function sacrebleu(): Compared[] {
  const vectors = json<Record<string, Record<string, never>>>("text_metrics/sacrebleu_test_vectors.json");
  const bleu = vectors["test/test_bleu.py"] as unknown as Record<string, never[]>;
  const raw = { tokenize: "none", smooth: "floor", smoothValue: 0.01, effectiveOrder: true } as const;
  const rows = (name: string): [string[], Streams, ...unknown[]][] => bleu[name] as never;
  const pairs: (readonly [number, number])[] = [
    ...[...rows("test_raw_bleu_cases"), ...rows("test_case_effective_order")].map(
      ([answers, streams, wanted]) => [corpusBleu(answers, byAnswer(streams), raw), wanted as number] as const,
    ),
    ...rows("test_corpus_bleu_cases").map(([answers, streams, given, wanted]) => {
      const { tokenize, smooth_method: smooth } = given as { tokenize?: never; smooth_method?: never };
      return [100 * corpusBleu(answers, byAnswer(streams), { tokenize, smooth }), wanted as number] as const;
    }),
    ...rows("test_case_offset").flatMap(([answers, streams, offset, none]) =>
      (
        [
          [0.1, offset],
          [0, none],
        ] as const
      ).map(
        ([smoothValue, wanted]) =>
          [corpusBleu(answers, byAnswer(streams), { ...raw, smoothValue }), wanted as number] as const,
      ),
    ),
    ...(bleu["test_case_scoring"] as unknown as [[[number[], number[]], number, number], number][]).map(
      ([[[correct, total], length, referenceLength], wanted]) =>
        [bleuOf({ correct, total, length, referenceLength }), wanted] as const,
    ),
  ];
  const sentence = vectors["test/test_sentence_bleu.py"] as unknown as Record<string, never>;
  type SentenceCase = [never, number | null, boolean, never, number];
  const sentences = [
    ...(sentence["test_cases"] as unknown as SentenceCase[]).map(
      (one) => [sentence["SYS"]!, sentence["REF"]!, one] as const,
    ),
    ...(sentence["test_cases_zero_bleu"] as unknown as SentenceCase[]).map(
      (one) => [sentence["SYS_0"]!, sentence["REF_0"]!, one] as const,
    ),
  ].map(([answer, reference, [smooth, smoothValue, lowercase, tokenize, wanted]]) => {
    const options = { smooth, lowercase, tokenize, ...(smoothValue === null ? {} : { smoothValue }) };
    return [100 * sentenceBleu(answer, [reference], options), wanted] as const;
  });
  const chrf = vectors["test/test_chrf.py"] as unknown as Record<string, [string[], string[], number][]>;
  const single = (references: readonly string[]): string[][] => references.map((text) => [text]);
  const chrfs = [
    ...chrf["test_cases"]!.map(
      ([a, r, wanted]) => [corpusChrf(a, single(r), { beta: 3, epsSmoothing: true }), wanted] as const,
    ),
    ...chrf["test_cases_effective_order"]!.map(
      ([a, r, wanted]) => [corpusChrf(a, single(r), { beta: 3 }), wanted] as const,
    ),
    ...chrf["test_cases_keep_whitespace"]!.map(
      ([a, r, wanted]) => [corpusChrf(a, single(r), { beta: 3, whitespace: true }), wanted] as const,
    ),
    ...(chrf["test_sentence_level_chrf"] as unknown as [string, string[], number][]).map(
      ([answer, references, wanted]) => [sentenceChrf(answer, references, { epsSmoothing: true }), wanted] as const,
    ),
  ];
  const ter = (vectors["test/test_ter.py"] as unknown as { test_cases: [string[], string[], number][] }).test_cases.map(
    ([answers, references, wanted]) => [corpusTer(answers, single(references)), wanted] as const,
  );
  return [
    { scorer: "bleu (corpus)", reference: "sacreBLEU test_bleu.py, 6 digits", ...within(pairs, 1e-6) },
    { scorer: "bleu (sentence)", reference: "sacreBLEU test_sentence_bleu.py, 3 digits", ...within(sentences, 1e-3) },
    {
      scorer: "chrf",
      reference: "sacreBLEU test_chrf.py, 4 digits",
      ...within(
        chrfs.map(([ours, theirs]) => [100 * ours, theirs]),
        1e-4,
      ),
    },
    { scorer: "ter", reference: "sacreBLEU test_ter.py, 3 digits", ...within(ter, 1e-3) },
  ];
}
