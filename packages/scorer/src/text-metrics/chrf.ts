import { type ChrfFormula, chrfOf, type ChrfStatistics } from "@sameseed/stats";
import { characterCodes, type Codes, ngramCount, sharedNgrams, WordCodes, words } from "./ngrams.ts";

export interface ChrfOptions extends ChrfFormula {
  /** Longest n-gram of characters. Default 6. */
  readonly charOrder?: number | undefined;
  /** Longest n-gram of words; 2 makes it chrF++. Default 0. */
  readonly wordOrder?: number | undefined;
  readonly lowercase?: boolean | undefined;
  /** White space counts as a character. Default false. */
  readonly whitespace?: boolean | undefined;
}

/** chrF of one answer with the best-matching reference, in [0, 1], as sacreBLEU's `sentence_chrf` / 100 (Popović 2015). */
export function sentenceChrf(hypothesis: string, references: readonly string[], options: ChrfOptions = {}): number {
  return Math.max(0, ...references.map((reference) => chrfOf(statistics(hypothesis, reference, options), options)));
}

/** chrF of a set of answers in [0, 1], as sacreBLEU's `corpus_chrf` / 100: counts are added up first. */
export function corpusChrf(
  hypotheses: readonly string[],
  references: readonly (readonly string[])[],
  options: ChrfOptions = {},
): number {
  if (hypotheses.length !== references.length)
    throw new RangeError(`${hypotheses.length} answers need as many lists of references, not ${references.length}.`);
  let sum: ChrfStatistics = [];
  for (const [index, hypothesis] of hypotheses.entries()) {
    const best = chrfStatistics(hypothesis, references[index]!, options);
    sum = best.map(([answer, reference, both], order) => {
      const [a, r, b] = sum[order] ?? [0, 0, 0];
      return [a + answer, r + reference, b + both] as const;
    });
  }
  return chrfOf(sum, options);
}

/** The statistics against the reference that fits best. */
export function chrfStatistics(
  hypothesis: string,
  references: readonly string[],
  options: ChrfOptions = {},
): ChrfStatistics {
  const candidates = references.map((reference) => statistics(hypothesis, reference, options));
  return candidates.reduce((left, right) => (chrfOf(right, options) > chrfOf(left, options) ? right : left));
}

function statistics(hypothesis: string, reference: string, options: ChrfOptions): ChrfStatistics {
  const { charOrder = 6, wordOrder = 0, lowercase = false, whitespace = false } = options;
  const [answer, wanted] = [hypothesis, reference].map((text) => (lowercase ? text.toLowerCase() : text)) as [
    string,
    string,
  ];
  const characters = (text: string): Codes => characterCodes(whitespace ? text : text.replace(/\s+/gu, ""));
  const all = rows(characters(answer), characters(wanted), charOrder);
  if (wordOrder === 0) return all;
  const codes = new WordCodes();
  const wordsOf = (text: string): Codes => codes.of(words(text).flatMap(withoutPunctuation));
  return [...all, ...rows(wordsOf(answer), wordsOf(wanted), wordOrder)];
}

function rows(answer: Codes, reference: Codes, orders: number): ChrfStatistics {
  return sharedNgrams(answer, [reference], orders).map(
    (both, index) => [ngramCount(answer.length, index + 1), ngramCount(reference.length, index + 1), both] as const,
  );
}

/** chrF++ splits one ASCII punctuation mark off a word's end, else off its beginning, as a separate word. */
function withoutPunctuation(word: string): string[] {
  if (word.length === 1) return [word];
  if (/[!-/:-@[-`{-~]$/.test(word)) return [word.slice(0, -1), word.slice(-1)];
  return /^[!-/:-@[-`{-~]/.test(word) ? [word.slice(0, 1), word.slice(1)] : [word];
}
