export interface Point {
  /** Less is better: cost, latency, tokens. */
  readonly price: number;
  /** More is better. */
  readonly quality: number;
}

/** Positions of the points that no other beats in both, the cheapest first. */
export function frontier(points: readonly Point[]): readonly number[] {
  const cheapest = points
    .map((_, position) => position)
    .toSorted(
      (left, right) => points[left]!.price - points[right]!.price || points[right]!.quality - points[left]!.quality,
    );
  let best = -Infinity;
  return cheapest.filter((position) => {
    if (points[position]!.quality <= best) return false;
    best = points[position]!.quality;
    return true;
  });
}
