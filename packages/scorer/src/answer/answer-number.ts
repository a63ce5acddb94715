import { beforeNextQuestion } from "./answer-words.ts";
import { type Mark, MARKS, markedPart, withoutSpecialTokens } from "./answer-part.ts";
import { plainDigits } from "./plain-digits.ts";
import { plainRoots } from "./plain-roots.ts";
import { type FoundNumber, readNumbers } from "./read-number.ts";

/**
 * The number that concludes an answer, from the first mark in the text (see `markedPart`). Undefined where
 * the text has no mark, or the marked part has no number.
 *
 * The first number of a JSON member is its value, as in ZeroEval; units and remarks follow it. Other marked
 * parts may start with a calculation: the first number after the last `=` counts. In unmarked text it is the
 * last number, as in lm-evaluation-harness' flexible-extract. Undefined for a choice of two numbers (`3 or 5`).
 * Text after a next question (`Q: …`) does not count.
 */
export function answerNumber(output: string, marks: readonly Mark[] = MARKS): FoundNumber | undefined {
  const text = plainDigits(withoutSpecialTokens(output));
  const head = beforeNextQuestion(text);
  const own = head === null || !isConcluded(head) ? text : head;
  for (const mark of marks) {
    const marked = markedPart(own, mark);
    if (marked === undefined) continue;
    const part = marked.replaceAll(AGAIN_NAMED, "");
    if (mark === "json") return readNumbers(part)[0];
    if (mark === "last") return lastOf(part);
    const rest = part.slice(part.lastIndexOf("=") + 1);
    const [first, second] = readNumbers(rest);
    if (first === undefined) return lastOf(part);
    return isEither(rest, first, second) ? undefined : first;
  }
  return undefined;
}

function lastOf(text: string): FoundNumber | undefined {
  const numbers = readNumbers(text);
  return isEither(text, numbers.at(-2), numbers.at(-1)) ? undefined : numbers.at(-1);
}

/**
 * Whether two numbers are alternatives, as in `3 or 5`: such an answer does not choose one. `60 minutes or 1 hour`, `0.5 or 50%` and
 * `5 or 5.0` are one number in two forms.
 */
function isEither(text: string, first: FoundNumber | undefined, second: FoundNumber | undefined): boolean {
  if (first === undefined || second === undefined || first.value === second.value || !OR.test(text)) return false;
  const either = `(?<![\\d.,])${escaped(first)}(${PERCENT})?${BETWEEN}${escaped(second)}(?![\\d.,]*\\d)(${PERCENT})?`;
  const found = new RegExp(either, "u").exec(plainRoots(text));
  if (found === null) return false;
  const [one, other] = [first, second].map(({ value }, place) => value * (found[place + 1] === undefined ? 100 : 1));
  return Math.abs(one! - other!) > 1e-9 * Math.abs(one!);
}

function escaped({ text }: FoundNumber): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/g, "\\$&");
}

const OR_WORD = "(?:or|oder|ou|или|或|または|또는)";
const OR = new RegExp(`(?<!\\p{L})${OR_WORD}(?!\\p{L})|或|または|또는`, "u");
const PERCENT = String.raw` ?\\?%`;
/** The name of the unknown before a second number: `x = 2 or x = 3`. */
const AGAIN_NAMED = new RegExp(`(?<=(?<!\\p{L})${OR_WORD}[ $*}]{1,3})[A-Za-z](?:_\\w)? ?= ?`, "gu");
/** Only signs of LaTeX and Markdown, and currencies, may be between the numbers and the word. */
const BETWEEN = `[\\s*$}]{0,4}(?:\\\\text\\{ ?)?${OR_WORD}[\\s*$}€£]{0,4}`;

/** Whether the text contains a final answer: by a mark, or because it is only a number. */
function isConcluded(text: string): boolean {
  return (
    MARKS.some((mark) => mark !== "last" && markedPart(text, mark) !== undefined) ||
    /^[^\p{L}]{1,40}$/u.test(text.trim())
  );
}
