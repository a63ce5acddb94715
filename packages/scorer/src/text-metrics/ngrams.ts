/** How often each item occurs. */
export type Counts = ReadonlyMap<string, number>;

/** The n-grams of a list of tokens, counted; joined by a character that no token holds. */
export function ngrams(tokens: readonly string[], n: number): Counts {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= tokens.length; start++) {
    const gram = tokens.slice(start, start + n).join("\u0000");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

export function total(counts: Counts): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

/** How many items two counts share: the sum of the smaller counts. */
export function shared(left: Counts, right: Counts): number {
  let sum = 0;
  for (const [item, count] of left) sum += Math.min(count, right.get(item) ?? 0);
  return sum;
}

/** The tokens between white space. */
export function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}
