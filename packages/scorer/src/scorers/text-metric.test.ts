import type { Score, Scorer } from "@sameseed/core";
import { corpusMetric } from "@sameseed/stats";
import { describe, expect, test } from "vitest";
import { corpusBleu } from "../text-metrics/bleu.ts";
import { corpusChrf } from "../text-metrics/chrf.ts";
import { corpusTer } from "../text-metrics/ter.ts";
import { bleu, chrf, ter } from "./text-metric.ts";

describe("the sums of answers' counts give the corpus metric:", () => {
  const answers = ["the cat sat on a mat", "a dog barks at night", "it rains"];
  const references = ["the cat sat on the mat", "the dog barks all night long", "it is raining"];
  const added = (scorer: Scorer): number[] =>
    answers.reduce<number[]>((sums, output, place) => {
      const testCase = { id: "c", vars: {}, expected: references[place] };
      const { counts } = scorer.score!({ output, case: testCase, outcome: {} as never }) as Score;
      return counts!.map((count, index) => (sums[index] ?? 0) + count);
    }, []);
  const lists = references.map((reference) => [reference]);

  test.each<[string, Scorer, number]>([
    ["bleu", bleu(), corpusBleu(answers, lists)],
    ["chrf", chrf(), corpusChrf(answers, lists)],
    ["ter", ter(), corpusTer(answers, lists)],
  ])("%s", (name, scorer, wanted) => {
    expect(wanted).toBeGreaterThan(0);
    expect(corpusMetric(name).valueOf(added(scorer))).toBeCloseTo(wanted, 12);
  });
});
