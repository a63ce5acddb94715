import { capitalWords } from "./capital-words.ts";
import {
  compares,
  type InstructionCheck,
  keywordPattern,
  listOf,
  numberOf,
  occurrences,
  stripped,
  textOf,
} from "./instruction.ts";
import type { LanguageDetector } from "./language.ts";
import { countSentences } from "./count-sentences.ts";

/** Instructions that require a language; text without letters follows them, as in the reference. */
export function languageInstructions({ languageOf }: LanguageDetector): Readonly<Record<string, InstructionCheck>> {
  return {
    "language:response_language": (response, given) => {
      const wanted = textOf(given, "language");
      return (languageOf(response) ?? wanted) === wanted;
    },
    "change_case:english_capital": (response) =>
      hasOnly(response, /\p{Ll}/u, /\p{Lu}/u) && (languageOf(response) ?? "en") === "en",
    "change_case:english_lowercase": (response) =>
      hasOnly(response, /\p{Lu}/u, /\p{Ll}/u) && (languageOf(response) ?? "en") === "en",
  };
}

/** A word by Python's `\w+`: letters, digits and the underscore of all scripts. */
const WORD = /[\p{L}\p{N}_]+/gu;
const WORD_CHARACTER = "[\\p{L}\\p{N}_]";

/** Instructions on words, letters and beginnings and ends, after google-research/instruction_following_eval. */
export const TEXT_INSTRUCTIONS: Readonly<Record<string, InstructionCheck>> = {
  "keywords:existence": (response, given) =>
    listOf(given, "keywords").every((keyword) => occurrences(keywordPattern(keyword), response) > 0),
  "keywords:frequency": (response, given) =>
    compares(
      occurrences(keywordPattern(textOf(given, "keyword").trim()), response),
      given.relation,
      numberOf(given, "frequency"),
    ),
  "keywords:forbidden_words": (response, given) =>
    listOf(given, "forbidden_words").every((word) => occurrences(wholeWord(keywordPattern(word)), response) === 0),
  "keywords:letter_frequency": (response, given) => {
    const letter = textOf(given, "letter").trim().toLowerCase();
    const count = [...response.toLowerCase()].filter((character) => character === letter).length;
    return compares(count, given.let_relation, numberOf(given, "let_frequency"));
  },
  "length_constraints:number_words": (response, given) =>
    compares([...response.matchAll(WORD)].length, given.relation, numberOf(given, "num_words")),
  "length_constraints:number_sentences": (response, given) =>
    compares(countSentences(response), given.relation, numberOf(given, "num_sentences")),
  "change_case:capital_word_frequency": (response, given) =>
    compares(capitalWords(response), given.capital_relation, numberOf(given, "capital_frequency")),
  "punctuation:no_comma": (response) => !response.includes(","),
  "startend:quotation": (response) => {
    const text = response.trim();
    return text.length > 1 && text.startsWith('"') && text.endsWith('"');
  },
  "startend:end_checker": (response, given) =>
    stripped(response.trim(), '"').toLowerCase().endsWith(textOf(given, "end_phrase").trim().toLowerCase()),
  "combination:repeat_prompt": (response, given) =>
    response.trim().toLowerCase().startsWith(textOf(given, "prompt_to_repeat").trim().toLowerCase()),
  "combination:two_responses": (response) => {
    const parts = response.split("******");
    if (parts.some((part, index) => part.trim() === "" && index !== 0 && index !== parts.length - 1)) return false;
    const responses = parts.map((part) => part.trim()).filter((part) => part !== "");
    return responses.length === 2 && responses[0] !== responses[1];
  },
};

/** Python's `\b` recognizes the letters of all scripts, JavaScript's does not. */
function wholeWord(pattern: string): string {
  const edge = `(?:(?<!${WORD_CHARACTER})(?=${WORD_CHARACTER})|(?<=${WORD_CHARACTER})(?!${WORD_CHARACTER}))`;
  return `${edge}(?:${pattern})${edge}`;
}

/** Python's `isupper` and `islower`: none of the one kind, some of the other. */
function hasOnly(text: string, none: RegExp, some: RegExp): boolean {
  return !none.test(text) && some.test(text);
}
