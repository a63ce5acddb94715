import { type BleuFormula, bleuOf, type BleuStatistics } from "@sameseed/stats";
import { ngramCount, sharedNgrams, WordCodes, words } from "./ngrams.ts";
import { type BleuTokenizer, tokenizer } from "./bleu-tokenizer.ts";

export interface BleuOptions extends BleuFormula {
  /** Default `13a`, the tokenizer of WMT. */
  readonly tokenize?: BleuTokenizer | undefined;
  readonly lowercase?: boolean | undefined;
  /** Longest n-gram. Default 4. */
  readonly order?: number | undefined;
  /** Leaves orders out for which the answer is too short. Default true for a sentence, false for a corpus. */
  readonly effectiveOrder?: boolean | undefined;
}

/** BLEU of one answer in [0, 1], as sacreBLEU's `sentence_bleu` / 100 (Papineni 2002; Post 2018, arXiv:1804.08771). */
export function sentenceBleu(hypothesis: string, references: readonly string[], options: BleuOptions = {}): number {
  return sentenceBleuOf(bleuStatistics(hypothesis, references, options), options);
}

/** The same from its statistics. */
export function sentenceBleuOf(statistics: BleuStatistics, options: BleuFormula): number {
  return bleuOf(statistics, { effectiveOrder: true, ...options });
}

/**
 * BLEU of a whole set of answers in [0, 1], as sacreBLEU's `corpus_bleu` / 100. It is not the mean of the
 * sentences' scores: counts are added up first. `references[i]` belongs to `hypotheses[i]`.
 */
export function corpusBleu(
  hypotheses: readonly string[],
  references: readonly (readonly string[])[],
  options: BleuOptions = {},
): number {
  if (hypotheses.length !== references.length)
    throw new RangeError(`${hypotheses.length} answers need as many lists of references, not ${references.length}.`);
  const parts = hypotheses.map((hypothesis, index) => bleuStatistics(hypothesis, references[index]!, options));
  return bleuOf(parts.reduce(add, noStatistics(options.order)), options);
}

export function bleuStatistics(
  hypothesis: string,
  references: readonly string[],
  { tokenize = "13a", lowercase = false, order = 4 }: BleuOptions = {},
): BleuStatistics {
  const split = tokenizer(tokenize);
  const tokens = (text: string): string[] => words(split(lowercase ? text.toLowerCase() : text));
  const codes = new WordCodes();
  const answer = codes.of(tokens(hypothesis));
  const wanted = references.map((reference) => codes.of(tokens(reference)));
  const lengths = wanted.map((reference) => reference.length);
  return {
    correct: sharedNgrams(answer, wanted, order),
    total: Array.from({ length: order }, (_, index) => ngramCount(answer.length, index + 1)),
    length: answer.length,
    referenceLength: nearestLength(lengths, answer.length),
  };
}

/** Of two equally near lengths the shorter one. */
function nearestLength(lengths: readonly number[], length: number): number {
  return lengths.reduce((best, candidate) => {
    const difference = Math.abs(candidate - length) - Math.abs(best - length);
    return difference < 0 || (difference === 0 && candidate < best) ? candidate : best;
  }, lengths[0] ?? 0);
}

function noStatistics(order = 4): BleuStatistics {
  const zeros = Array.from({ length: order }, () => 0);
  return { correct: zeros, total: zeros, length: 0, referenceLength: 0 };
}

function add(left: BleuStatistics, right: BleuStatistics): BleuStatistics {
  return {
    correct: left.correct.map((count, index) => count + right.correct[index]!),
    total: left.total.map((count, index) => count + right.total[index]!),
    length: left.length + right.length,
    referenceLength: left.referenceLength + right.referenceLength,
  };
}
