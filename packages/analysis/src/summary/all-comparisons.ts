interface Compared<Comparison> {
  readonly comparisons: readonly Comparison[];
  readonly aggregates?: { readonly comparisons: readonly Comparison[] };
}

/** The comparisons of a report on every metric, those of all answers together last. */
export function allComparisons<Comparison>({ comparisons, aggregates }: Compared<Comparison>): readonly Comparison[] {
  return [...comparisons, ...(aggregates?.comparisons ?? [])];
}
