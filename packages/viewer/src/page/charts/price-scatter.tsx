import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { WordedReport } from "@sameseed/core";
import { percent } from "../../models/format.ts";
import {
  besideDot,
  HEIGHT,
  NARROW_WIDTH,
  knownPrices,
  PLOT,
  type Price,
  pricePlot,
  type PricePlot,
  WIDTH,
} from "../../models/price-plot.ts";
import { variantLetter } from "../../models/variant-labels.ts";
import { toneClass } from "../../models/variant-tone.ts";
import { useNarrow } from "../hooks/use-narrow.ts";
import { Choice } from "../parts/choice.tsx";
import { Section } from "../parts/section.tsx";
import { VariantById } from "../parts/variant-name.tsx";

/** Quality against cost, latency or tokens: a line joins the variants that no other beats in both. */
export function PriceScatter({
  report: { variants },
  metric,
}: {
  readonly report: WordedReport;
  readonly metric: string;
}): JSX.Element | null {
  const width = useNarrow() ? NARROW_WIDTH : WIDTH;
  const known = knownPrices(variants);
  const [chosen, setChosen] = useState("");
  const [key, price] = known.find(([name]) => name === chosen) ?? known[0] ?? [];
  if (key === undefined || price === undefined || variants.length < 2) return null;
  const plot = pricePlot(variants, metric, { price, width });
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
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={`${metric} against ${price.name.toLowerCase()}; the figures are in the table above`}
        >
          <Axes {...{ plot, price }} />
          <Dots {...plot} />
        </svg>
        <Legend {...{ plot, price }} />
      </div>
    </Section>
  );
}

interface PlotProps {
  readonly plot: PricePlot;
  readonly price: Price;
}

function Axes({ plot: { xTicks, yTicks, width }, price }: PlotProps): JSX.Element {
  return (
    <>
      {yTicks.map(({ value, at }) => (
        <g key={value}>
          <line class="grid" x1={PLOT.left} x2={width - PLOT.right} y1={at} y2={at} />
          <text x={PLOT.left - 8} y={at + 4} text-anchor="end">
            {percent(value, 0)}
          </text>
        </g>
      ))}
      {xTicks.map(({ value, at }) => (
        <text key={value} x={at} y={HEIGHT - PLOT.bottom + 18} text-anchor="middle">
          {value === 0 ? "0" : price.format(value)}
        </text>
      ))}
      <text class="axis-name" x={(PLOT.left + width - PLOT.right) / 2} y={HEIGHT - 4} text-anchor="middle">
        {price.name} (left is better)
      </text>
    </>
  );
}

function Dots({ dots, line, width }: PricePlot): JSX.Element {
  return (
    <>
      {line.length > 1 && (
        <polyline class="frontier" points={line.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")} />
      )}
      {dots.map((dot) => (
        <g key={dot.variant} class={`dot-group ${toneClass(dot.position)}`}>
          {dot.range !== null && <line class="range" x1={dot.x} x2={dot.x} y1={dot.range[0]} y2={dot.range[1]} />}
          <circle cx={dot.x} cy={dot.y} r="6" />
          <text class="letter" {...besideDot(dot, { dots, width })} y={dot.y + 4}>
            {dot.letters}
          </text>
        </g>
      ))}
    </>
  );
}

function Legend({ plot: { dots }, price }: PlotProps): JSX.Element {
  return (
    <ol class="legend">
      {dots.map((dot) => (
        <li key={dot.variant}>
          <b class={toneClass(dot.position)}>{variantLetter(dot.position)}</b>
          <VariantById id={dot.variant} />
          <small>
            {percent(dot.quality)} % · {price.format(dot.price)}
          </small>
        </li>
      ))}
    </ol>
  );
}
