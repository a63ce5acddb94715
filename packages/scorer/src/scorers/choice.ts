import {
  readPath,
  SameseedError,
  type Score,
  type AnswerScorer,
  template,
  type TestCase,
  textOf,
} from "@sameseed/core";
import { answerChoice } from "../answer/answer-choice.ts";
import { expectedReader, referenceScorer, type ScorerOptions } from "../reference-scorer.ts";

export interface ChoiceOptions extends ScorerOptions {
  /** The choices' texts in order, or a template such as `{{options}}` that leads to them. Without them only letters count. */
  readonly choices?: readonly string[] | string | undefined;
  /** Number of letters, from A, without given choices. Default 10. */
  readonly letters?: number | undefined;
  /** An answer without a letter: `wrong` (default, 0) or `unscored` (null). */
  readonly noChoice?: "wrong" | "unscored" | undefined;
}

interface Wanted {
  readonly letter: string;
  readonly choices: readonly string[] | undefined;
}

/**
 * 1 if the letter of the answer is the letter of the reference. The reference is a letter, a choice's text, or its
 * position from 0; the answer is read by `answerChoice`.
 */
export function choice(options: ChoiceOptions = {}): AnswerScorer {
  const { expected, choices, letters = 10, noChoice = "wrong" } = options;
  const read = expectedReader(expected);
  const choicesOf = choicesReader(choices);
  return referenceScorer({
    type: "choice",
    options,
    settings: { expected, choices, letters, noChoice },
    reference(testCase, where): Wanted {
      const wanted = read(testCase, where);
      const texts = choicesOf(testCase, where);
      const letter = letterOf(wanted, texts, texts?.length ?? letters);
      if (letter !== undefined) return { letter, choices: texts };
      throw new SameseedError("BAD_BENCHMARK", `${where}: ${JSON.stringify(wanted)} is not one of the choices.`, {
        hint: "The expected answer is a letter such as B, a choice's text, or its position from 0.",
      });
    },
    judge(output, wanted): Score {
      const found = answerChoice(output, wanted.choices ?? letters);
      if (found === undefined)
        return { value: noChoice === "wrong" ? 0 : null, reason: "no choice in the answer", expected: wanted.letter };
      const compared = { answer: found, expected: wanted.letter };
      return found === wanted.letter ? { value: 1, ...compared } : { value: 0, reason: "another choice", ...compared };
    },
  });
}

function letterOf(wanted: unknown, choices: readonly string[] | undefined, count: number): string | undefined {
  const text = textOf(wanted).trim();
  const named = choices?.findIndex((choice) => choice.trim() === text) ?? -1;
  if (named !== -1) return letterAt(named);
  const letter = /^\(?([A-Z])[).]?$/i.exec(text)?.[1]?.toUpperCase();
  if (letter !== undefined && letter.charCodeAt(0) - 65 < count) return letter;
  return /^\d+$/.test(text) && Number(text) < count ? letterAt(Number(text)) : undefined;
}

function letterAt(position: number): string {
  return String.fromCharCode(65 + position);
}

function choicesReader(choices: ChoiceOptions["choices"]) {
  const path = typeof choices === "string" ? template(choices).paths[0] : undefined;
  return ({ vars }: TestCase, where: string): readonly string[] | undefined => {
    if (typeof choices !== "string") return choices;
    const found = path === undefined ? undefined : readPath(vars, path);
    if (Array.isArray(found) && found.length > 1) return found.map(textOf);
    throw new SameseedError("BAD_BENCHMARK", `${where}: choices is not a list.`, {
      hint: "Write the choices, or a template such as {{options}} that leads to a list.",
    });
  };
}
