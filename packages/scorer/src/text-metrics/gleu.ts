import { ngrams, shared, total, words } from "./ngrams.ts";

/**
 * GLEU in [0, 1] (Wu et al. 2016, arXiv:1609.08144): of all n-grams up to 4 the smaller of precision and recall,
 * with the best-matching reference, as NLTK's `sentence_gleu` over words between white space.
 */
export function sentenceGleu(hypothesis: string, references: readonly string[]): number {
  const answer = words(hypothesis);
  return Math.max(0, ...references.map((reference) => gleu(answer, words(reference))));
}

function gleu(answer: readonly string[], reference: readonly string[]): number {
  let hits = 0;
  let inAnswer = 0;
  let inReference = 0;
  for (let n = 1; n <= 4; n++) {
    const [one, other] = [ngrams(answer, n), ngrams(reference, n)];
    hits += shared(one, other);
    inAnswer += total(one);
    inReference += total(other);
  }
  const larger = Math.max(inAnswer, inReference);
  return larger === 0 ? 0 : hits / larger;
}
