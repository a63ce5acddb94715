import type { JSX } from "preact";
import type { RunEntry } from "../../data/page-data.ts";
import { dateTime, percent } from "../../models/format.ts";
import { niceScale, onScale, type Scale } from "../../models/scale.ts";
import { toneClass } from "../../models/variant-tone.ts";
import { useNarrow } from "../hooks/use-narrow.ts";
import { Untrusted } from "../parts/untrusted.tsx";

/** Number of run starts that fit below the chart. */
const MOST_LABELS = 6;
/** Number of variants with distinguishable lines. */
const MOST_VARIANTS = 16;
/** Between the variants of a run, so that their intervals do not cover each other. */
const MOST_GAP = 14;
const [WIDTH, HEIGHT] = [960, 240];
const PLOT = { left: 60, right: 16, top: 34, bottom: 40 };

export interface ScoreHistoryProps {
  /** Of one benchmark, oldest first. */
  readonly runs: readonly RunEntry[];
}

/** Each variant's score with its interval over the runs of one benchmark, joined by a line; releases are marked. */
export function ScoreHistory({ runs }: ScoreHistoryProps): JSX.Element | null {
  const variants = variantsOf(runs).slice(0, MOST_VARIANTS);
  const ends = runs
    .flatMap(({ scores }) => scores?.flatMap(({ mean, low, high }) => [low ?? mean, high ?? mean]) ?? [])
    .filter((value) => value !== null);
  if (ends.length === 0) return null;
  const scale = niceScale(ends, { wanted: 3 });
  const gap = Math.min(MOST_GAP, stepOf(runs) / (variants.length + 1));
  const plot: Plot = {
    x: (run, variant) => PLOT.left + stepOf(runs) * (run + 0.5) + gap * (variant - (variants.length - 1) / 2),
    y: (value) => HEIGHT - PLOT.bottom - (HEIGHT - PLOT.top - PLOT.bottom) * onScale(scale, value),
  };
  return (
    <>
      <svg
        class="chart history"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label="Scores run after run; the figures are in the table below"
      >
        <Grid {...{ runs, scale, plot }} />
        {variants.map((variant, position) => (
          <VariantLine key={variant} {...{ runs, variant, position, plot }} />
        ))}
      </svg>
      <ul class="legend">
        {variants.map((variant, position) => (
          <li key={variant}>
            <i class={`swatch ${toneClass(position)}`} /> <Untrusted text={variant} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface Plot {
  readonly x: (run: number, variant: number) => number;
  readonly y: (value: number) => number;
}

/** The newest run's variants first: they have the colours of its own page. */
function variantsOf(runs: readonly RunEntry[]): readonly string[] {
  return [...new Set(runs.toReversed().flatMap(({ scores }) => scores?.map(({ variant }) => variant) ?? []))];
}

function stepOf(runs: readonly RunEntry[]): number {
  return (WIDTH - PLOT.left - PLOT.right) / runs.length;
}

interface GridProps extends ScoreHistoryProps {
  readonly scale: Scale;
  readonly plot: Plot;
}

/** Ticks, releases, and the starts of the runs: only of the first and the last where there is no room for all. */
function Grid({ runs, scale, plot: { y } }: GridProps): JSX.Element {
  const step = stepOf(runs);
  const hasRoom = !useNarrow() && runs.length <= MOST_LABELS;
  return (
    <>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={PLOT.left} x2={WIDTH - PLOT.right} y1={y(tick)} y2={y(tick)} />
          <text x={PLOT.left - 8} y={y(tick) + 4} text-anchor="end">
            {percent(tick, 0)}
          </text>
        </g>
      ))}
      {runs.map(({ id, startedAt, note: { release } }, place) => (
        <g key={id}>
          {release !== null && (
            <text class="release" x={PLOT.left + step * (place + 0.5)} y={22} text-anchor="middle">
              {release}
            </text>
          )}
          {(hasRoom || place === 0 || place === runs.length - 1) && (
            <text x={PLOT.left + step * (place + 0.5)} y={HEIGHT - 8} text-anchor="middle">
              {hasRoom ? dateTime(startedAt) : dateTime(startedAt).slice(5, 10)}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

interface VariantLineProps extends ScoreHistoryProps {
  readonly variant: string;
  readonly position: number;
  readonly plot: Plot;
}

function VariantLine({ runs, variant, position, plot: { x, y } }: VariantLineProps): JSX.Element {
  const dots = runs.flatMap(({ id, scores }, place) => {
    const score = scores?.find((one) => one.variant === variant);
    return score === undefined || score.mean === null
      ? []
      : [{ ...score, id, mean: score.mean, at: x(place, position) }];
  });
  return (
    <g class={`dot-group ${toneClass(position)}`}>
      <polyline class="line" points={dots.map(({ at, mean }) => `${at.toFixed(1)},${y(mean).toFixed(1)}`).join(" ")} />
      {dots.map(({ id, at, mean, low, high }) => (
        <g key={id}>
          {low !== null && high !== null && <line class="range" x1={at} x2={at} y1={y(low)} y2={y(high)} />}
          <circle cx={at} cy={y(mean)} r="4" />
        </g>
      ))}
    </g>
  );
}
