import type { VariantSummary } from "@sameseed/core";
import { count, dollars, milliseconds } from "./format.ts";
import { frontier } from "./frontier.ts";
import { niceScale, onScale, type Scale } from "./scale.ts";
import { variantLetter } from "./variant-labels.ts";

/** The price of an answer in dollars, time or tokens. */
export interface Price {
  readonly name: string;
  readonly of: (variant: VariantSummary) => number | null;
  readonly format: (value: number) => string;
}

const perTrial = (total: number | null, trials: number): number | null =>
  total === null || trials === 0 ? null : total / trials;
const perThousand = (total: number | null, trials: number): number | null => {
  const one = perTrial(total, trials);
  return one === null ? null : 1000 * one;
};

const PRICES: Readonly<Record<string, Price>> = {
  cost: {
    name: "Cost per 1,000 answers",
    of: ({ costUsd, trials }) => perThousand(costUsd, trials),
    format: (value) => dollars(value),
  },
  latency: { name: "Median latency", of: ({ latencyMsP50 }) => latencyMsP50, format: (value) => milliseconds(value) },
  tokens: {
    name: "Completion tokens per trial",
    of: ({ completionTokens, trials }) => perTrial(completionTokens, trials),
    format: (value) => count(value),
  },
};

/** The prices that are known of any variant, with their keys. */
export function knownPrices(variants: readonly VariantSummary[]): readonly (readonly [key: string, price: Price])[] {
  return Object.entries(PRICES).filter(([, { of }]) => variants.some((variant) => (of(variant) ?? 0) > 0));
}

/** Size of the chart and its margins, in its own units; a phone has a smaller width, or its text would be tiny. */
export const [WIDTH, NARROW_WIDTH, HEIGHT] = [760, 370, 300];
export const PLOT = { left: 44, right: 44, top: 12, bottom: 40 };

/** A variant in the chart; `x`, `y`, `low` and `high` are places in it. */
export interface Dot {
  readonly variant: string;
  readonly position: number;
  readonly quality: number;
  readonly price: number;
  readonly x: number;
  readonly y: number;
  readonly range: readonly [low: number, high: number] | null;
  /** Letters of all variants at this place; undefined for a dot with the letter at its neighbour. */
  readonly letters: string | undefined;
}

export interface PricePlot {
  readonly width: number;
  readonly dots: readonly Dot[];
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** The variants that no other beats in both, from the cheapest. */
  readonly line: readonly Dot[];
}

export interface Tick {
  readonly value: number;
  readonly at: number;
}

/** The quality of each variant by its price; variants without either are left out. */
export function pricePlot(
  variants: readonly VariantSummary[],
  metric: string,
  { price, width = WIDTH }: { readonly price: Price; readonly width?: number },
): PricePlot {
  const known = variants.flatMap((variant, position) => {
    const figures = variant.metrics.find((one) => one.metric === metric);
    const value = price.of(variant);
    return figures === undefined || figures.mean === null || value === null
      ? []
      : [{ figures, variant: variant.variant, position, quality: figures.mean, price: value }];
  });
  const xScale = niceScale([0, ...known.map((dot) => dot.price)], { wanted: width / 190 });
  const yScale = niceScale(known.flatMap(({ figures: { low, high }, quality }) => [low ?? quality, high ?? quality]));
  const x = (value: number): number => PLOT.left + (width - PLOT.left - PLOT.right) * onScale(xScale, value);
  const y = (value: number): number =>
    HEIGHT - PLOT.bottom - (HEIGHT - PLOT.top - PLOT.bottom) * onScale(yScale, value);
  const ticks = (scale: Scale, place: (value: number) => number): readonly Tick[] =>
    scale.ticks.map((value) => ({ value, at: place(value) }));
  const placed = known.map(({ figures: { low, high }, ...dot }) => ({
    ...dot,
    x: x(dot.price),
    y: y(dot.quality),
    range: low === null || high === null ? null : ([y(low), y(high)] as const),
  }));
  const letters = lettersOf(placed);
  const dots = placed.map((dot) => ({ ...dot, letters: letters.get(dot.position) }));
  return {
    width,
    dots,
    xTicks: ticks(xScale, x),
    yTicks: ticks(yScale, y),
    line: frontier(dots).map((place) => dots[place]!),
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Right of the dot, or left of it at the chart's end or next to another dot. */
export function besideDot(
  { x, y }: Place,
  { dots, width }: { readonly dots: readonly Place[]; readonly width: number },
): { readonly x: number; readonly "text-anchor": string } {
  const isTaken = dots.some((dot) => dot.x > x && dot.x < x + 32 && Math.abs(dot.y - y) < 16);
  const isLeft = isTaken || x > width - PLOT.right - 40;
  return { x: isLeft ? x - 10 : x + 10, "text-anchor": isLeft ? "end" : "start" };
}

/** Letters next to the dots, by position; overlapping dots share them. */
function lettersOf(dots: readonly (Place & { readonly position: number })[]): ReadonlyMap<number, string> {
  const letters = new Map<number, string>();
  for (const [place, dot] of dots.entries()) {
    const near = dots
      .slice(0, place)
      .find((other) => letters.has(other.position) && Math.hypot(other.x - dot.x, other.y - dot.y) < 14);
    if (near === undefined) letters.set(dot.position, variantLetter(dot.position));
    else letters.set(near.position, `${letters.get(near.position)} ${variantLetter(dot.position)}`);
  }
  return letters;
}
