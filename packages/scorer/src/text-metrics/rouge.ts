import { stemmer } from "stemmer";
import { ngramCount, sharedNgrams, WordCodes } from "./ngrams.ts";

export interface RougeOptions {
  /** Porter's stems instead of words of more than three letters. Default false. */
  readonly stemmer?: boolean | undefined;
}

/** Shares in [0, 1]. */
export interface RougeScore {
  readonly precision: number;
  readonly recall: number;
  readonly f: number;
}

/** ROUGE-N as Google's rouge_score computes it (Lin 2004): n-grams of small ASCII letters and digits. */
export function rougeN(
  hypothesis: string,
  reference: string,
  options: RougeOptions & { readonly n?: number | undefined } = {},
): RougeScore {
  const { n = 1 } = options;
  const codes = new WordCodes();
  const [answer, wanted] = [hypothesis, reference].map((text) => codes.of(tokens(text, options)));
  const shared = sharedNgrams(answer!, [wanted!], n)[n - 1]!;
  return scoreOf(shared, ngramCount(answer!.length, n), ngramCount(wanted!.length, n));
}

/** ROUGE-L as Google's rouge_score computes it: the longest common subsequence of the whole texts. */
export function rougeL(hypothesis: string, reference: string, options: RougeOptions = {}): RougeScore {
  const answer = tokens(hypothesis, options);
  const wanted = tokens(reference, options);
  const table = lengths(wanted, answer);
  return scoreOf(table[wanted.length]![answer.length]!, answer.length, wanted.length);
}

/** ROUGE-Lsum as Google's rouge_score computes it: the union of common subsequences line by line. */
export function rougeLsum(hypothesis: string, reference: string, options: RougeOptions = {}): RougeScore {
  const linesOf = (text: string): string[][] =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => tokens(line, options));
  const answers = linesOf(hypothesis);
  const wanted = linesOf(reference);
  const [left, right] = [countsOf(answers.flat()), countsOf(wanted.flat())];
  let hits = 0;
  for (const line of wanted) {
    for (const token of unionOfSubsequences(line, answers)) {
      const [inAnswer = 0, inReference = 0] = [left.get(token), right.get(token)];
      if (inAnswer === 0 || inReference === 0) continue;
      hits++;
      left.set(token, inAnswer - 1);
      right.set(token, inReference - 1);
    }
  }
  return scoreOf(hits, answers.flat().length, wanted.flat().length);
}

function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/**
 * A word of any other script does not count: Google's rule, which is why ROUGE is meaningless for Chinese or
 * Russian.
 */
function tokens(text: string, { stemmer: stems = false }: RougeOptions): string[] {
  const found = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return stems ? found.map((token) => (token.length > 3 ? stemmer(token) : token)) : found;
}

function scoreOf(hits: number, answerLength: number, referenceLength: number): RougeScore {
  const precision = answerLength === 0 ? 0 : hits / answerLength;
  const recall = referenceLength === 0 ? 0 : hits / referenceLength;
  return { precision, recall, f: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** Lengths of the longest common subsequences of all beginnings. */
function lengths(left: readonly string[], right: readonly string[]): number[][] {
  const table = [Array.from({ length: right.length + 1 }, () => 0)];
  for (const [row, token] of left.entries()) {
    const current = [0];
    const previous = table[row]!;
    for (const [column, other] of right.entries()) {
      current.push(token === other ? previous[column]! + 1 : Math.max(previous[column + 1]!, current[column]!));
    }
    table.push(current);
  }
  return table;
}

/** The tokens of a line that belong to its longest common subsequence with any of the others. */
function unionOfSubsequences(line: readonly string[], others: readonly (readonly string[])[]): string[] {
  const positions = new Set<number>();
  for (const other of others) {
    const table = lengths(line, other);
    for (let row = line.length, column = other.length; row > 0 && column > 0;) {
      if (line[row - 1] === other[column - 1]) {
        positions.add(--row);
        column--;
      } else if (table[row]![column - 1]! > table[row - 1]![column]!) column--;
      else row--;
    }
  }
  return [...positions].toSorted((left, right) => left - right).map((position) => line[position]!);
}
