/** ASCII punctuation, as Python's `string.punctuation` has it. */
export const PUNCTUATION = /[!-/:-@[-`{-~]/g;
/** Words a, an and the, where letters of any script end a word. */
const ARTICLE = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

/** White space as Python has it: separators of records are, a byte order mark is not. */
// oxlint-disable-next-line no-control-regex -- matches control characters on purpose
const SPACE = /(?:[^\S\uFEFF]|[\u001C-\u001F\u0085])+/;

/**
 * Lower case, without punctuation, articles and repeated spaces: the form that SQuAD's scorer and OpenAI
 * evals compare.
 */
export function normalWords(text: string): string[] {
  const plain = text.toLowerCase().replaceAll(PUNCTUATION, "").replaceAll(ARTICLE, " ");
  return plain.split(SPACE).filter((word) => word !== "");
}

/** F1 of the words that two texts share, counted as often as both contain them. */
export function sharedWordF1(left: readonly string[], right: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const word of right) counts.set(word, (counts.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of left) {
    const count = counts.get(word) ?? 0;
    if (count === 0) continue;
    counts.set(word, count - 1);
    shared++;
  }
  if (shared === 0) return 0;
  const precision = shared / left.length;
  const recall = shared / right.length;
  return (2 * precision * recall) / (precision + recall);
}
