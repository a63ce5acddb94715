import type { JSX } from "preact";
import type { RunSummary } from "../../data/page-data.ts";
import { count, duration, milliseconds } from "../../models/format.ts";
import { niceScale, onScale, type Scale } from "../../models/scale.ts";
import type { Timeline, VariantTimeline } from "../../models/timeline.ts";
import { toneClass, variantTone } from "../../models/variant-tone.ts";
import { Section } from "../parts/section.tsx";
import { numberHead, Table } from "../parts/table.tsx";
import { VariantName } from "../parts/variant-name.tsx";

/** Maximum lines of one chart; more have a chart each. */
const MOST_LINES = 5;
const [WIDTH, HEIGHT] = [960, 240];
const PLOT = { left: 60, right: 12, top: 10, bottom: 26 };

interface OverTimeProps {
  readonly summary: RunSummary;
  readonly found: Timeline;
}

/** The median latency of each variant over the clock of the run. */
export function LatencyOverTime({ summary, found }: OverTimeProps): JSX.Element {
  const { variants } = summary.report;
  const measured = found.variants.flatMap(({ medianMs }) => [...medianMs]).filter((value) => !Number.isNaN(value));
  if (measured.length === 0)
    return (
      <Section title="Latency">
        <p class="note">No latency was measured: the answers are recorded or come from the cache.</p>
      </Section>
    );
  const yScale = niceScale([0, ...measured]);
  const isCrowded = variants.length > MOST_LINES;
  return (
    <Section
      title="Latency"
      note={`Median of the trials that started together; cached answers are left out. Red marks are failed trials.${isCrowded ? ` All lines go from 0 to ${milliseconds(yScale.high)}.` : ""}`}
    >
      {!isCrowded && <Lines {...{ found, scale: yScale }} />}
      <LatencyTable {...{ summary, found, scale: isCrowded ? yScale : null }} />
    </Section>
  );
}

interface LinesProps {
  readonly found: Timeline;
  readonly scale: Scale;
}

/** A line each variant, in one chart. */
function Lines({ found, scale }: LinesProps): JSX.Element {
  const bins = found.variants[0]?.medianMs.length ?? 1;
  const x = (bin: number): number => PLOT.left + ((WIDTH - PLOT.left - PLOT.right) * (bin + 0.5)) / bins;
  const y = (value: number): number => HEIGHT - PLOT.bottom - (HEIGHT - PLOT.top - PLOT.bottom) * onScale(scale, value);
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label="Median latency over the run; its figures are in the table below"
    >
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={PLOT.left} x2={WIDTH - PLOT.right} y1={y(tick)} y2={y(tick)} />
          <text x={PLOT.left - 8} y={y(tick) + 4} text-anchor="end">
            {tick === 0 ? "0" : milliseconds(tick)}
          </text>
        </g>
      ))}
      <text x={PLOT.left} y={HEIGHT - 6}>
        start
      </text>
      <text x={WIDTH - PLOT.right} y={HEIGHT - 6} text-anchor="end">
        {duration(1000 * (found.endS - found.startS))}
      </text>
      {found.variants.map(({ medianMs, failed }, position) => (
        <g key={position} class={toneClass(position)}>
          <path
            class="line"
            d={path([...medianMs].map((value, bin) => [x(bin), Number.isNaN(value) ? NaN : y(value)]))}
          />
          {[...failed].map((seen, bin) =>
            seen === 0 ? null : <circle key={bin} class="failed-mark" cx={x(bin)} cy={HEIGHT - PLOT.bottom} r="3" />,
          )}
        </g>
      ))}
    </svg>
  );
}

interface LatencyTableProps extends OverTimeProps {
  /** Of the small charts in the table; null without them. */
  readonly scale: Scale | null;
}

function LatencyTable({ summary, found, scale }: LatencyTableProps): JSX.Element {
  const { variants } = summary.report;
  return (
    <Table
      label="Latency by variant"
      columns={[
        "Variant",
        scale !== null && (
          <th scope="col" class="wide">
            Over {duration(1000 * (found.endS - found.startS))}
          </th>
        ),
        ...["p50", "p95", "Trials", "From cache", "Failed"].map(numberHead),
      ]}
    >
      {variants.map((variant, position) => (
        <tr key={variant.variant}>
          <th scope="row">
            <VariantName {...summary.report.manifest.variants[position]!} />
          </th>
          {scale !== null && (
            <td class="wide">
              <Sparkline {...found.variants[position]!} scale={scale} tone={variantTone(position)} />
            </td>
          )}
          <td class="number">{milliseconds(variant.latencyMsP50)}</td>
          <td class="number">{milliseconds(variant.latencyMsP95)}</td>
          <td class="number">{count(variant.trials)}</td>
          <td class="number">{count(variant.cached)}</td>
          <td class="number">{count(variant.failed)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** A variant's latency over the run, small, on the scale of all. */
function Sparkline({
  medianMs,
  failed,
  scale,
  tone,
}: VariantTimeline & { readonly scale: Scale; readonly tone: number }): JSX.Element {
  const [width, height] = [320, 36];
  const x = (bin: number): number => (width * (bin + 0.5)) / medianMs.length;
  const y = (value: number): number => 2 + (height - 8) * (1 - onScale(scale, value));
  return (
    <svg
      class={`chart sparkline tone-${tone}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line class="grid" x1="0" x2={width} y1={height - 6} y2={height - 6} />
      <path class="line" d={path([...medianMs].map((value, bin) => [x(bin), Number.isNaN(value) ? NaN : y(value)]))} />
      {[...failed].map((seen, bin) =>
        seen === 0 ? null : <rect key={bin} class="failed-mark" x={x(bin) - 1.5} y={height - 5} width="3" height="5" />,
      )}
    </svg>
  );
}

/** A line with gaps for missing values; a lone value is a dot. */
function path(points: readonly (readonly [number, number])[]): string {
  let isOpen = false;
  return points
    .map(([x, y]) => {
      if (Number.isNaN(y)) {
        isOpen = false;
        return "";
      }
      const step = `${isOpen ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}${isOpen ? "" : "h0.01"}`;
      isOpen = true;
      return step;
    })
    .join("");
}
