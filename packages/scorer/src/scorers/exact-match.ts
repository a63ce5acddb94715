import type { AnswerScorer } from "@sameseed/core";
import { boundedPattern } from "../code/bounded-pattern.ts";
import { expectedTexts, type TextsOptions } from "../expected-texts.ts";
import { globalPattern } from "../answer/pattern-step.ts";
import { referenceScorer } from "../reference-scorer.ts";
import { PUNCTUATION } from "../answer/words.ts";

export interface ExactMatchOptions extends TextsOptions {
  /** Patterns to remove from the answer and from the reference first, in this order. */
  readonly ignore?: readonly string[] | undefined;
  readonly ignoreCase?: boolean | undefined;
  /** ASCII punctuation. */
  readonly ignorePunctuation?: boolean | undefined;
  /** The digits 0 to 9. */
  readonly ignoreNumbers?: boolean | undefined;
}

/**
 * 1 if the answer equals one of the references exactly, except for parts that are ignored in both. Equal to
 * lm-eval's exact_match. White space counts. Errors: `BAD_BENCHMARK` for a pattern that does not compile.
 */
export function exactMatch(options: ExactMatchOptions = {}): AnswerScorer {
  const { expected, ignore = [], ignoreCase = false, ignorePunctuation = false, ignoreNumbers = false } = options;
  const ignored = ignore.map((pattern) => boundedPattern(globalPattern(pattern)));
  const characters = [...(ignorePunctuation ? [PUNCTUATION] : []), ...(ignoreNumbers ? [/[0-9]/g] : [])];
  const normal = (text: string): string => {
    const plain = ignored.reduce((rest, search) => search(rest, (pattern) => rest.replaceAll(pattern, "")), text);
    return without(characters, ignoreCase ? plain.toLowerCase() : plain);
  };
  return referenceScorer({
    type: "exact-match",
    options,
    settings: { expected, ignore, ignoreCase, ignorePunctuation, ignoreNumbers },
    reference: expectedTexts(expected),
    judge(output, references) {
      const answer = normal(output);
      const found = references.find((reference) => normal(reference) === answer);
      return found === undefined
        ? { value: 0, reason: "the answer differs", answer, expected: references.map(normal).join(" or ") }
        : { value: 1, answer, expected: normal(found) };
    },
  });
}

function without(patterns: readonly RegExp[], text: string): string {
  return patterns.reduce((rest, pattern) => rest.replaceAll(pattern, ""), text);
}
