import type { JSX } from "preact";
import { onScale, type Scale } from "../../models/scale.ts";

export interface IntervalBarProps {
  readonly scale: Scale;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly label: string;
  /** A line that values are read against: the baseline, or no difference. */
  readonly reference?: number | null;
  /** A band of differences that do not matter. */
  readonly band?: readonly [low: number, high: number] | null;
  readonly tone?: string;
  /** Further values on the axis, such as the values behind the mean. */
  readonly marks?: readonly number[];
}

/** A dot with its 95 % interval on a shared axis, as wide as its place. */
export function IntervalBar({
  scale,
  value,
  low,
  high,
  label,
  reference = null,
  band = null,
  tone = "",
  marks = [],
}: IntervalBarProps): JSX.Element {
  const x = (at: number): string => `${(100 * Math.min(1, Math.max(0, onScale(scale, at)))).toFixed(3)}%`;
  const width = (from: number, to: number): string =>
    `${(100 * (Math.min(1, onScale(scale, to)) - Math.max(0, onScale(scale, from)))).toFixed(3)}%`;
  return (
    <svg class={`interval ${tone}`} role="img" aria-label={label} height="26" width="100%">
      {band && <rect class="band" x={x(band[0])} width={width(band[0], band[1])} y="0" height="26" />}
      {scale.ticks.map((tick) => (
        <line key={tick} class="grid" x1={x(tick)} x2={x(tick)} y1="0" y2="26" />
      ))}
      {reference !== null && <line class="reference" x1={x(reference)} x2={x(reference)} y1="0" y2="26" />}
      {low !== null && high !== null && (
        <>
          <line class="range" x1={x(low)} x2={x(high)} y1="13" y2="13" />
          <line class="end" x1={x(low)} x2={x(low)} y1="8" y2="18" />
          <line class="end" x1={x(high)} x2={x(high)} y1="8" y2="18" />
        </>
      )}
      {marks.map((mark, place) => (
        <circle key={place} class="mark" cx={x(mark)} cy="13" r="2.5" />
      ))}
      {value !== null && <circle class="dot" cx={x(value)} cy="13" r="5" />}
    </svg>
  );
}

/** The ticks of an axis under bars of the same width. */
function Axis({ scale, format }: { readonly scale: Scale; readonly format: (value: number) => string }): JSX.Element {
  return (
    <div class="axis" aria-hidden="true">
      {scale.ticks.map((tick) => (
        <span key={tick} style={{ left: `${100 * onScale(scale, tick)}%` }}>
          {format(tick)}
        </span>
      ))}
    </div>
  );
}

/** The head of a column of interval bars: their axis, with a name for screen readers. */
export function axisHead(scale: Scale, name: string, format: (value: number) => string): JSX.Element {
  return (
    <th scope="col" class="wide">
      <Axis scale={scale} format={format} />
      <span class="unseen">{name}</span>
    </th>
  );
}
