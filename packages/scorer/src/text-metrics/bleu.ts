import { type BleuFormula, bleuOf, type BleuStatistics } from "@sameseed/stats";
import { type Counts, ngrams, total, words } from "./ngrams.ts";
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
  return bleuOf(bleuStatistics(hypothesis, references, options), { effectiveOrder: true, ...options });
}

/**
 * BLEU of a whole set of answers in [0, 1], as sacreBLEU's `corpus_bleu` / 100. It is not the mean of the
 * sentences' scores: counts are added up first. `references[i]` are those of `hypotheses[i]`.
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
  const answer = tokens(hypothesis);
  const wanted = references.map(tokens);
  const correct: number[] = [];
  const all: number[] = [];
  for (let n = 1; n <= order; n++) {
    const grams = ngrams(answer, n);
    correct.push(
      matches(
        grams,
        wanted.map((reference) => ngrams(reference, n)),
      ),
    );
    all.push(total(grams));
  }
  const lengths = wanted.map((reference) => reference.length);
  return { correct, total: all, length: answer.length, referenceLength: nearestLength(lengths, answer.length) };
}

function matches(grams: Counts, references: readonly Counts[]): number {
  let sum = 0;
  for (const [gram, count] of grams) {
    sum += Math.min(count, Math.max(0, ...references.map((reference) => reference.get(gram) ?? 0)));
  }
  return sum;
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
