import type { AnswerScorer } from "@sameseed/core";
import { expectedTexts, type TextsOptions } from "../expected-texts.ts";
import { referenceScorer } from "../reference-scorer.ts";
import { normalWords, sharedWordF1 } from "../answer/words.ts";

/**
 * 1 if the answer contains one of the references or is contained in one, without regard to case, punctuation and
 * articles: equal to OpenAI evals' FuzzyMatch.
 */
export function fuzzyMatch(options: TextsOptions = {}): AnswerScorer {
  return referenceScorer({
    type: "fuzzy-match",
    options,
    settings: { expected: options.expected },
    reference: expectedTexts(options.expected),
    judge(output, references) {
      const text = normalWords(output).join(" ");
      const found = references.find((reference) => isWithin(text, normalWords(reference).join(" ")));
      return found === undefined
        ? { value: 0, reason: "neither contains the other", expected: references.join(" or ") }
        : { value: 1, expected: found };
    },
  });
}

/** F1 of the words that answer and reference share, of the reference that fits best: SQuAD's F1. */
export function wordF1(options: TextsOptions = {}): AnswerScorer {
  return referenceScorer({
    type: "word-f1",
    options,
    settings: { expected: options.expected },
    reference: expectedTexts(options.expected),
    judge(output, references) {
      const words = normalWords(output);
      const values = references.map((reference) => sharedWordF1(words, normalWords(reference)));
      const value = Math.max(0, ...values);
      return { value, expected: references[values.indexOf(value)] ?? "" };
    },
  });
}

function isWithin(one: string, other: string): boolean {
  return one === "" || other === "" ? one === other : one.includes(other) || other.includes(one);
}
