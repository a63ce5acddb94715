import { canonicalJson, parseExactJson, type AnswerScorer, textOf } from "@sameseed/core";
import { expectedTexts, type TextsOptions } from "../expected-texts.ts";
import { referenceScorer } from "../reference-scorer.ts";

/**
 * 1 if the whole answer is JSON with the content of one of the references, each JSON as text; null inside either
 * matches nothing: equal to OpenAI evals' JsonMatch.
 */
export function jsonMatch(options: TextsOptions = {}): AnswerScorer {
  const read = expectedTexts(options.expected);
  return referenceScorer({
    type: "json-match",
    options,
    settings: { expected: options.expected },
    reference: (testCase, where) => read(testCase, where).map((text) => parsed(text) ?? text),
    judge(output, references) {
      const expected = references.map(textOf).join(" or ");
      const answer = parsed(output);
      if (answer === undefined) return { value: 0, reason: "the answer is not JSON", expected };
      const isMatch = !hasNull(answer) && references.some((wanted) => canonicalJson(wanted) === canonicalJson(answer));
      return isMatch ? { value: 1, expected } : { value: 0, reason: "the content differs", expected };
    },
  });
}

function hasNull(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.values(value).some(hasNull));
}

function parsed(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}
