/** A nominal rating; null, undefined and NaN are missing. */
export type Rating = string | number | boolean | null | undefined;

/**
 * Krippendorff's alpha for nominal ratings (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability):
 * one row per rater, one column per unit. Units with fewer than two ratings are left out. One category only
 * (or nothing to compare): alpha is null, not 1.
 */
export function krippendorffAlphaNominal(input: { readonly ratings: readonly (readonly Rating[])[] }): {
  readonly alpha: number | null;
  readonly pairable: number;
} {
  const units = Math.max(0, ...input.ratings.map((row) => row.length));
  const totals = new Map<Rating, number>();
  let observedMatches = 0;
  let pairable = 0;
  for (let unit = 0; unit < units; unit++) {
    const counts = new Map<Rating, number>();
    let size = 0;
    for (const row of input.ratings) {
      const rating = row[unit];
      if (rating === null || rating === undefined || Number.isNaN(rating)) continue;
      if (rating === Infinity || rating === -Infinity) throw new RangeError("ratings must be finite");
      counts.set(rating, (counts.get(rating) ?? 0) + 1);
      size++;
    }
    if (size < 2) continue;
    pairable += size;
    for (const [rating, count] of counts) {
      totals.set(rating, (totals.get(rating) ?? 0) + count);
      observedMatches += (count * (count - 1)) / (size - 1);
    }
  }
  const expectedMatches = totals.values().reduce((sum, total) => sum + total * (total - 1), 0);
  const expectedDisagreement = pairable * (pairable - 1) - expectedMatches;
  if (expectedDisagreement <= 0) return { alpha: null, pairable };
  const observedDisagreement = pairable - observedMatches;
  return { alpha: 1 - ((pairable - 1) * observedDisagreement) / expectedDisagreement, pairable };
}
