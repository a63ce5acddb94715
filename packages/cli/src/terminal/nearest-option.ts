const LEAST_LETTERS = 4;

/**
 * The option that a mistyped one may mean, by the words in it: `--concurrency` is `--max-concurrency`. Undefined where none
 * shares a word. Spelling mistakes are the parser's own to find.
 */
export function optionWithWords(unknown: string, known: readonly string[]): string | undefined {
  const words = wordsOf(unknown);
  const shared = (option: string): number => wordsOf(option).filter((word) => words.includes(word)).length;
  const best = known
    .map((option) => ({ option, shared: shared(option), extra: wordsOf(option).length }))
    .filter((one) => one.shared > 0)
    .toSorted((left, right) => right.shared - left.shared || left.extra - right.extra);
  return best[0]?.option;
}

/** An option that has all words of the unknown one and others: `--retries` is `--max-retries`. */
export function optionWithAllWords(unknown: string, known: readonly string[]): string | undefined {
  const words = wordsOf(unknown);
  const holds = (option: string): boolean => words.every((word) => wordsOf(option).includes(word));
  return words.length === 0 ? undefined : optionWithWords(unknown, known.filter(holds));
}

function wordsOf(option: string): string[] {
  return option
    .replace(/^-+/, "")
    .split("-")
    .filter((word) => word.length >= LEAST_LETTERS)
    .map((word) => word.replace(/s$/, ""));
}
