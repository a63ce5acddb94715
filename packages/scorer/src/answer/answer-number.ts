import { beforeNextQuestion } from "./answer-words.ts";
import { type Mark, MARKS, markedPart, withoutSpecialTokens } from "./answer-part.ts";
import { plainDigits } from "./plain-digits.ts";
import { type FoundNumber, readNumbers } from "./read-number.ts";

/**
 * The number that concludes an answer, from the first mark in the text (see `markedPart`). Undefined where
 * the text has no mark, or the marked part has no number.
 *
 * The first number of a JSON member is its value, as in ZeroEval; units and remarks follow it. Other marked
 * parts may start with a calculation: the first number after the last `=` counts. In unmarked text it is the
 * last number, as in lm-evaluation-harness' flexible-extract. Text after a next question (`Q: …`) does not
 * count.
 */
export function answerNumber(output: string, marks: readonly Mark[] = MARKS): FoundNumber | undefined {
  const text = plainDigits(withoutSpecialTokens(output));
  const head = beforeNextQuestion(text);
  const own = head === null || !isConcluded(head) ? text : head;
  for (const mark of marks) {
    const part = markedPart(own, mark);
    if (part === undefined) continue;
    if (mark === "json") return readNumbers(part)[0];
    if (mark === "last") return readNumbers(part).at(-1);
    return readNumbers(part.slice(part.lastIndexOf("=") + 1))[0] ?? readNumbers(part).at(-1);
  }
  return undefined;
}

/** Whether the text contains a final answer: by a mark, or because it is only a number. */
function isConcluded(text: string): boolean {
  return (
    MARKS.some((mark) => mark !== "last" && markedPart(text, mark) !== undefined) ||
    /^[^\p{L}]{1,40}$/u.test(text.trim())
  );
}
