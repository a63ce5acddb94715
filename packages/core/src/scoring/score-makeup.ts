/** A scorer as the manifest has it. */
export interface ManifestScorer {
  readonly name: string;
  readonly identity: unknown;
  /** Its share of the score, where it is not in the identity. */
  readonly weight?: number | undefined;
}

/** The scorers that the overall score is the mean of, with their shares; one of weight 0 is shown and counts nowhere. */
export function scoreMakeup(
  scorers: readonly ManifestScorer[],
): readonly { readonly name: string; readonly weight: number }[] {
  return scorers.map(({ name, identity, weight }) => ({ name, weight: weight ?? weightIn(identity) })).filter(counts);
}

/**
 * The scorer that alone makes up the score although there are several; null where there is no such scorer.
 * Its figures are those of the score.
 */
export function onlyScorer(scorers: readonly ManifestScorer[]): string | null {
  const makeup = scoreMakeup(scorers);
  return scorers.length > 1 && makeup.length === 1 ? makeup[0]!.name : null;
}

/**
 * The composition of the score in words: `by equals`, `the mean of equals, brief`, `the weighted mean of
 * equals (2), brief (1)`.
 */
export function scoreInWords(scorers: readonly ManifestScorer[]): string {
  const makeup = scoreMakeup(scorers);
  if (makeup.length === 0) return "of no scorer: all have weight 0";
  if (makeup.length === 1) return `by ${makeup[0]!.name}`;
  const isPlain = makeup.every(({ weight }) => weight === makeup[0]!.weight);
  if (isPlain) return `the mean of ${makeup.map(({ name }) => name).join(", ")}`;
  return `the weighted mean of ${makeup.map(({ name, weight }) => `${name} (${weight})`).join(", ")}`;
}

function counts({ weight }: { readonly weight: number }): boolean {
  return weight !== 0;
}

function weightIn(identity: unknown): number {
  const given = typeof identity === "object" && identity !== null && "weight" in identity ? identity.weight : undefined;
  return typeof given === "number" ? given : 1;
}
