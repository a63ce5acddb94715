import { type Codes, ngramCount, sharedNgrams, WordCodes, words } from "./ngrams.ts";

const ORDERS = 4;

/**
 * GLEU in [0, 1] (Wu et al. 2016, arXiv:1609.08144): of all n-grams up to 4 the smaller of precision and recall,
 * with the best-matching reference, as NLTK's `sentence_gleu` over words between white space.
 */
export function sentenceGleu(hypothesis: string, references: readonly string[]): number {
  const codes = new WordCodes();
  const answer = codes.of(words(hypothesis));
  return Math.max(0, ...references.map((reference) => gleu(answer, codes.of(words(reference)))));
}

function gleu(answer: Codes, reference: Codes): number {
  const hits = sharedNgrams(answer, [reference], ORDERS).reduce((sum, shared) => sum + shared, 0);
  const all = ({ length }: Codes): number =>
    Array.from({ length: ORDERS }, (_, index) => ngramCount(length, index + 1)).reduce((sum, each) => sum + each, 0);
  const larger = Math.max(all(answer), all(reference));
  return larger === 0 ? 0 : hits / larger;
}
