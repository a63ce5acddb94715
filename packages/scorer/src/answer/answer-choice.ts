import { markedPart, withoutSpecialTokens } from "./answer-part.ts";

/**
 * The letter that an answer to a multiple-choice question concludes with, in capitals; undefined where there is none.
 * The most explicit place counts: `\boxed{B}`, the JSON member `answer`, the last line such as `Answer: B` or `the
 * answer is (B)`, an answer that is or begins with a letter (`B`, `(B)`, `B. Paris`), the text of exactly one choice
 * as the whole answer, and last a letter in brackets or behind "option". A sentence that begins with the word "A" is no choice.
 */
export function answerChoice(output: string, choices: readonly string[] | number): string | undefined {
  const count = typeof choices === "number" ? choices : choices.length;
  const texts = typeof choices === "number" ? [] : choices;
  const range = `A-${String.fromCharCode(64 + count)}`;
  const text = withoutSpecialTokens(output);
  for (const part of [markedPart(text, "boxed"), markedPart(text, "json"), ...answerLines(text)]) {
    if (part === undefined) continue;
    const letter = letterAtStart(part, range) ?? letterOfText(part, texts) ?? letterInside(part, range);
    if (letter !== undefined) return letter;
  }
  return (
    letterAtStart(text, range) ?? letterOfText(text, texts) ?? letterInside(text, range) ?? letterAtEnd(text, range)
  );
}

const ANSWER_LINE =
  /(?:\b(?:answer|choice|option)\b[^\n.:=]{0,40}?(?:\bis\b[ \t]*:?|:|=)|^[^\w\n]*A[ \t]*:)([^\n]*)/gim;

/** What follows "answer" on a line, the last line first. */
function answerLines(text: string): string[] {
  return [...text.matchAll(ANSWER_LINE)].map((match) => match[1]!).toReversed();
}

/** `B`, `(B)`, `**B**`, `"B"`, `B. Paris`, `option B`, `\text{B}`; not the article in "A good answer". */
function letterAtStart(text: string, range: string): string | undefined {
  const start = new RegExp(
    `^[\\s*_"'\`(\\[{$]*(?:(?:option|choice|letter|text|\\\\text\\{|\\\\mathrm\\{)[\\s*_("']*)?([${range}])(?![\\p{L}\\p{N}'’])(?![ \\t]+\\p{Ll})`,
    "iu",
  );
  const letter = start.exec(text)?.[1];
  // a small letter alone begins a word list or an article; with a bracket or a dot behind it is a choice
  if (letter === undefined) return undefined;
  return /\p{Ll}/u.test(letter) && !/^[\s*_"'`([{$]*\p{L}[\s*_"'`\])}.:$]*$/u.test(text)
    ? undefined
    : letter.toUpperCase();
}

/** The last letter in brackets or stars, or behind "option". */
function letterInside(text: string, range: string): string | undefined {
  const inside = new RegExp(
    `(?:\\(([${range}])\\)|\\*\\*\\(?([${range}])[).:]?\\*\\*|\\b(?:option|choice)[ \\t]+\\(?([${range}])\\b)`,
    "gu",
  );
  const match = [...text.matchAll(inside)].at(-1);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** A last line that is nothing but a letter. */
function letterAtEnd(text: string, range: string): string | undefined {
  return new RegExp(`(?:^|\\n)[\\s*_("']*([${range}])[\\s*_)."']*$`, "u").exec(text)?.[1];
}

/** The letter of the one choice whose text this is. */
function letterOfText(text: string, choices: readonly string[]): string | undefined {
  const plain = (given: string): string => given.replaceAll(/^[\s*_"'`]+|[\s*_"'`.]+$/g, "").toLowerCase();
  const found = choices.flatMap((choice, index) => (plain(choice) === plain(text) ? [index] : []));
  return found.length === 1 ? String.fromCharCode(65 + found[0]!) : undefined;
}
