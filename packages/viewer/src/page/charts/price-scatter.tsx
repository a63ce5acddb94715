import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { WordedReport, VariantSummary } from "@sameseed/core";
import { count, dollars, milliseconds, percent } from "../../models/format.ts";
import { frontier } from "../../models/frontier.ts";
import { niceScale, onScale } from "../../models/scale.ts";
import { variantLetter } from "../../models/variant-labels.ts";
import { toneClass } from "../../models/variant-tone.ts";
import { Choice } from "../parts/choice.tsx";
import { Section } from "../parts/section.tsx";
import { VariantById } from "../parts/variant-name.tsx";

interface Price {
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

const [WIDTH, HEIGHT] = [760, 300];
const PLOT = { left: 44, right: 44, top: 12, bottom: 40 };

/** Quality against cost, latency or tokens: what no other variant beats in both is joined by a line. */
export function PriceScatter({
  report: { variants },
  metric,
}: {
  readonly report: WordedReport;
  readonly metric: string;
}): JSX.Element | null {
  const known = Object.entries(PRICES).filter(([, { of }]) => variants.some((variant) => (of(variant) ?? 0) > 0));
  const [chosen, setChosen] = useState("");
  const [key, price] = known.find(([name]) => name === chosen) ?? known[0] ?? [];
  if (key === undefined || price === undefined || variants.length < 2) return null;

  const dots = variants.flatMap((variant, position) => {
    const figures = variant.metrics.find((one) => one.metric === metric);
    const value = price.of(variant);
    return figures === undefined || figures.mean === null || value === null
      ? []
      : [{ variant, position, quality: figures.mean, low: figures.low, high: figures.high, price: value }];
  });
  const xScale = niceScale([0, ...dots.map((dot) => dot.price)], { wanted: 4 });
  const yScale = niceScale(dots.flatMap((dot) => [dot.low ?? dot.quality, dot.high ?? dot.quality]));
  const x = (value: number): number => PLOT.left + (WIDTH - PLOT.left - PLOT.right) * onScale(xScale, value);
  const y = (value: number): number =>
    HEIGHT - PLOT.bottom - (HEIGHT - PLOT.top - PLOT.bottom) * onScale(yScale, value);
  const labels = labelsOf(dots.map((dot) => ({ position: dot.position, x: x(dot.price), y: y(dot.quality) })));
  const placeOf = (dot: (typeof dots)[number]): Place => ({ x: x(dot.price), y: y(dot.quality) });
  const line = frontier(dots).map(
    (place) => `${x(dots[place]!.price).toFixed(1)},${y(dots[place]!.quality).toFixed(1)}`,
  );
  return (
    <Section
      title={key === "cost" ? "Quality and cost" : `Quality and ${key}`}
      note={
        known.length > 1 ? (
          <Choice
            label="Against"
            value={key}
            options={known.map(([name, one]) => [name, one.name] as const)}
            onChange={setChosen}
          />
        ) : (
          "The line joins the variants that no other variant beats in both."
        )
      }
    >
      <div class="scatter">
        <svg
          class="chart"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={`${metric} against ${price.name.toLowerCase()}; the figures are in the table above`}
        >
          {yScale.ticks.map((tick) => (
            <g key={tick}>
              <line class="grid" x1={PLOT.left} x2={WIDTH - PLOT.right} y1={y(tick)} y2={y(tick)} />
              <text x={PLOT.left - 8} y={y(tick) + 4} text-anchor="end">
                {percent(tick, 0)}
              </text>
            </g>
          ))}
          {xScale.ticks.map((tick) => (
            <text key={tick} x={x(tick)} y={HEIGHT - PLOT.bottom + 18} text-anchor="middle">
              {tick === 0 ? "0" : price.format(tick)}
            </text>
          ))}
          <text class="axis-name" x={(PLOT.left + WIDTH - PLOT.right) / 2} y={HEIGHT - 4} text-anchor="middle">
            {price.name} (left is better)
          </text>
          {line.length > 1 && <polyline class="frontier" points={line.join(" ")} />}
          {dots.map((dot) => (
            <g key={dot.variant.variant} class={`dot-group ${toneClass(dot.position)}`}>
              {dot.low !== null && dot.high !== null && (
                <line class="range" x1={x(dot.price)} x2={x(dot.price)} y1={y(dot.low)} y2={y(dot.high)} />
              )}
              <circle cx={x(dot.price)} cy={y(dot.quality)} r="6" />
              <text class="letter" {...besideDot(placeOf(dot), dots.map(placeOf))} y={y(dot.quality) + 4}>
                {labels.get(dot.position)}
              </text>
            </g>
          ))}
        </svg>
        <ol class="legend">
          {dots.map((dot) => (
            <li key={dot.variant.variant}>
              <b class={toneClass(dot.position)}>{variantLetter(dot.position)}</b>
              <VariantById id={dot.variant.variant} />
              <small>
                {percent(dot.quality)} % · {price.format(dot.price)}
              </small>
            </li>
          ))}
        </ol>
      </div>
    </Section>
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Right of the dot, or left of it where the chart ends or another dot lies. */
function besideDot({ x, y }: Place, dots: readonly Place[]): { readonly x: number; readonly "text-anchor": string } {
  const isTaken = dots.some((dot) => dot.x > x && dot.x < x + 32 && Math.abs(dot.y - y) < 16);
  const isLeft = isTaken || x > WIDTH - PLOT.right - 40;
  return { x: isLeft ? x - 10 : x + 10, "text-anchor": isLeft ? "end" : "start" };
}

/** Letters beside the dots; dots that lie on one another share a label. */
function labelsOf(
  dots: readonly { readonly position: number; readonly x: number; readonly y: number }[],
): ReadonlyMap<number, string> {
  const labels = new Map<number, string>();
  for (const [place, dot] of dots.entries()) {
    const near = dots
      .slice(0, place)
      .find((other) => labels.has(other.position) && Math.hypot(other.x - dot.x, other.y - dot.y) < 14);
    if (near === undefined) labels.set(dot.position, variantLetter(dot.position));
    else labels.set(near.position, `${labels.get(near.position)} ${variantLetter(dot.position)}`);
  }
  return labels;
}
