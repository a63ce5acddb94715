import type { RatingEstimate, RatingReport, StyleEffect } from "@sameseed/core";
import { pairRatings, type PairRatings } from "@sameseed/stats";

/** Pairs are variants × variants: with more variants than this there are no ratings. */
export const MOST_RATED = 64;
/** With fewer variants the comparison is enough. */
export const FEWEST_RATED = 3;
/** Pairs of answers beyond which style is not looked at. */
const MOST_STYLED_PAIRS = 5_000_000;

const STYLES = ["length", "markdown"] as const;

export interface RatedVariant {
  readonly id: string;
  /** Mean score by case; NaN for a case without one. */
  readonly scores: Float64Array;
  /** Mean style by case. */
  readonly style: Readonly<Record<(typeof STYLES)[number], Float64Array>>;
}

export interface RatingOptions {
  readonly metric: string;
  readonly clusters: Int32Array | null;
  /** The variant that a pairwise judge compared the others with; null for any other metric. */
  readonly rival: string | null;
}

/** Ratings of the variants, plain and at equal style. */
export function rateVariants(
  variants: readonly RatedVariant[],
  { metric, clusters, rival }: RatingOptions,
): RatingReport {
  const place = rival === null ? -1 : variants.findIndex(({ id }) => id === rival);
  const shared = {
    scores: variants.map(({ scores }) => scores),
    cluster: clusters ?? undefined,
    ...(place >= 0 && { rival: place }),
  };
  const plain = pairRatings(shared);
  const { styled, effects } = styledRatings(variants, { shared, plain });
  const ids = (groups: PairRatings["groups"]): string[][] =>
    groups.map((group) => group.map((player) => variants[player]!.id));
  const rated = variants.map(({ id }, player) => ({
    variant: id,
    wins: plain.wins[player]!,
    ties: plain.ties[player]!,
    losses: plain.losses[player]!,
    rating: ratingOf(plain, player),
    styled: styled === null ? null : ratingOf(styled, player),
  }));
  const order = plain.groups.flat().map((player) => rated[player]!);
  return {
    metric,
    cases: plain.cases,
    clusters: plain.clusters,
    rival: place >= 0 ? rival : null,
    variants: order.toSorted((left, right) => (right.rating?.logStrength ?? 0) - (left.rating?.logStrength ?? 0)),
    reason: plain.reason,
    groups: plain.reason === "separated" || plain.reason === "disconnected" ? ids(plain.groups) : [],
    style: effects,
  };
}

interface PlainRatings {
  readonly shared: Omit<Parameters<typeof pairRatings>[0], "covariates">;
  readonly plain: PairRatings;
}

/** Null if there are no plain ratings, style does not differ, or its effect cannot be separated from that of the variants. */
function styledRatings(
  variants: readonly RatedVariant[],
  { shared, plain }: PlainRatings,
): { readonly styled: PairRatings | null; readonly effects: readonly StyleEffect[] } {
  const none = { styled: null, effects: [] };
  const pairs = (plain.cases * variants.length * (variants.length - 1)) / 2;
  if (plain.players === null || pairs > MOST_STYLED_PAIRS) return none;
  const known = STYLES.filter((style) => differs(variants.map((one) => one.style[style])));
  if (known.length === 0) return none;
  const styled = pairRatings({ ...shared, covariates: known.map((style) => variants.map((one) => one.style[style])) });
  if (styled.coefficients === null) return none;
  const effects = styled.coefficients.map(({ estimate, lo, hi }, which) => ({
    style: known[which]!,
    estimate,
    low: lo,
    high: hi,
  }));
  return { styled, effects };
}

/** Whether two variants ever differ on a case. */
function differs([first, ...others]: readonly Float64Array[]): boolean {
  return others.some((column) => column.some((value, place) => Math.abs(value - first![place]!) > 0));
}

function ratingOf({ players }: PairRatings, player: number): RatingEstimate | null {
  if (players === null) return null;
  const { estimate, lo, hi } = players[player]!;
  return { logStrength: estimate, low: lo, high: hi };
}
