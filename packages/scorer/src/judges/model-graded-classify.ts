import type { JudgedScorer } from "@sameseed/core";
import { PUNCTUATION } from "../answer/words.ts";
import type { JudgeOptions, JudgePrompt } from "./judge-options.ts";
import { judgeScorer } from "./judge-scorer.ts";

export interface ModelGradedClassifyOptions extends JudgeOptions {
  /** The judge prompt, which must name the words to choose from. */
  readonly prompt: JudgePrompt;
  /** The words, each with its value from 0 to 1. */
  readonly scores: Readonly<Record<string, number>>;
  /** The line with the word: the `last` that has one (default, after the reasons), or the `first`. */
  readonly read?: "first" | "last" | undefined;
}

/**
 * The value of the word that the judge chooses. As in OpenAI evals' ModelBasedClassify, the word is read from a line that
 * begins or ends with it, without punctuation.
 */
export function modelGradedClassify(options: ModelGradedClassifyOptions): JudgedScorer {
  const { scores, read = "last" } = options;
  return judgeScorer({
    type: "model-graded-classify",
    options,
    settings: { scores, read },
    prompt: options.prompt,
    async decide(judging, { messages }) {
      const valueIn = (text: string): number | null => scores[wordIn(text, Object.keys(scores), read) ?? ""] ?? null;
      const call = await judging.askVerdict({ messages: messages(), read: valueIn });
      if (call.value === null) return judging.undecided(call);
      const word = wordIn(call.text ?? "", Object.keys(scores), read);
      return { ...judging.decided(call.value), ...(word !== undefined && { answer: word }) };
    },
  });
}

/** The word that a line is, or the longest that it begins or ends with: "incorrect" is not "correct". */
export function wordIn(text: string, words: readonly string[], read: "first" | "last"): string | undefined {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => line.trim().replaceAll(PUNCTUATION, ""));
  // A word of only punctuation is unchanged, and no line has it.
  const plain = words.map((word) => ({ word, text: word.replaceAll(PUNCTUATION, "") || word }));
  for (const line of read === "last" ? lines.toReversed() : lines) {
    const found = line === "" ? [] : plain.filter(({ text: one }) => line.startsWith(one) || line.endsWith(one));
    const [longest] = found.toSorted((one, other) => other.text.length - one.text.length);
    if (longest !== undefined) return longest.word;
  }
  return undefined;
}
