import { distance } from "fastest-levenshtein";
import type { AnswerScorer } from "@sameseed/core";
import { expectedTexts, type TextsOptions } from "../expected-texts.ts";
import { referenceScorer } from "../reference-scorer.ts";

export interface LevenshteinOptions extends TextsOptions {
  /** Gives 1 up to this many edits and 0 beyond, instead of the similarity. */
  readonly maxDistance?: number | undefined;
}

/**
 * 1 − edits / length of the longer text (Levenshtein 1966), for the nearest reference. Texts are compared in
 * NFC: é is one letter however it was typed; letters outside the basic plane count as two.
 */
export function levenshtein(options: LevenshteinOptions = {}): AnswerScorer {
  const { expected, maxDistance } = options;
  return referenceScorer({
    type: "levenshtein",
    options,
    settings: { expected, maxDistance },
    reference: expectedTexts(expected),
    judge(output, references) {
      const answer = output.normalize("NFC");
      const compared = references.map((reference) => {
        const wanted = reference.normalize("NFC");
        const edits = distance(answer, wanted);
        return { reference, edits, similarity: edits === 0 ? 1 : 1 - edits / Math.max(answer.length, wanted.length) };
      });
      const { reference, edits, similarity } = compared.reduce((best, next) =>
        next.similarity > best.similarity ? next : best,
      );
      const value = maxDistance === undefined ? similarity : edits <= maxDistance ? 1 : 0;
      return { value, ...(edits === 0 ? {} : { reason: `${edits} edits` }), expected: reference };
    },
  });
}
