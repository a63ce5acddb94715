import type { JSX } from "preact";
import type {
  WordedLatencyComparison,
  LatencyMeasure,
  WordedLatencyReport,
  LatencySummary,
  Manifest,
} from "@sameseed/core";
import { count, milliseconds, pText } from "../../models/format.ts";
import { niceScale, type Scale } from "../../models/scale.ts";
import { axisHead, IntervalBar } from "../charts/interval-bar.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import { VerdictPill } from "../parts/verdict-pill.tsx";
import { numberHead, Table } from "../parts/table.tsx";

const TITLES: Readonly<Record<LatencyMeasure, string>> = {
  latency_ms: "Latency",
  ttft_ms: "Time to the first token",
  tokens_per_s: "Tokens a second",
};

export interface LatencyTablesProps {
  readonly latency: WordedLatencyReport;
  readonly manifest: Pick<Manifest, "variants" | "latency">;
}

/**
 * The measurements of a run with `--latency`: one table per measure, each quantile with its interval, each
 * ratio with its verdict.
 */
export function LatencyTables({ latency, manifest }: LatencyTablesProps): JSX.Element {
  const measures = Map.groupBy(latency.summaries, ({ measure }) => measure);
  const warmUp = manifest.latency?.warmUp ?? 0;
  return (
    <>
      {[...measures].map(([measure, summaries]) => (
        <Section
          key={measure}
          title={TITLES[measure]}
          note={`One request at a time${warmUp > 0 ? ` after ${warmUp} to warm up` : ""}, without the time to open connections. Ratios are paired: each block's answers against each other.`}
        >
          <MeasureTable
            {...{ measure, summaries, variants: manifest.variants }}
            comparisons={latency.comparisons.filter((comparison) => comparison.measure === measure)}
          />
        </Section>
      ))}
    </>
  );
}

interface MeasureTableProps {
  readonly measure: LatencyMeasure;
  readonly summaries: readonly LatencySummary[];
  readonly comparisons: readonly WordedLatencyComparison[];
  readonly variants: Manifest["variants"];
}

function MeasureTable({ measure, summaries, comparisons, variants }: MeasureTableProps): JSX.Element {
  const ends = comparisons.flatMap(({ interval, ratio }) => [
    ...(interval === null ? [] : [interval.lo, interval.hi]),
    ...(ratio === null ? [] : [ratio]),
  ]);
  const scale = niceScale([1, ...ends]);
  return (
    <Table
      label={TITLES[measure]}
      after={comparisons.map(({ b, conclusion }) => (
        <p class="note" key={b}>
          <Untrusted text={conclusion} />
        </p>
      ))}
      columns={[
        "Variant",
        numberHead("n"),
        ...[50, 90, 95, 99].map((percent) => numberHead(`p${percent} [95 %]`)),
        ...(comparisons.length > 0
          ? [
              axisHead(scale, "Ratio", (value) => `×${Number(value.toPrecision(3))}`),
              numberHead("Ratio [95 %]"),
              numberHead("p"),
              "Verdict",
            ]
          : []),
      ]}
    >
      {summaries.map(({ variant, n, quantiles }) => (
        <tr key={variant}>
          <th scope="row">
            <VariantName {...variants.find(({ id }) => id === variant)!} />
          </th>
          <td class="number">{count(n)}</td>
          {quantiles.map(({ q, value, low, high }) => (
            <td class="number two" key={q}>
              {amount(value, measure)}
              <small>
                [{bound(low, measure)}, {bound(high, measure)}]
              </small>
            </td>
          ))}
          {comparisons.length > 0 && (
            <RatioCells scale={scale} comparison={comparisons.find(({ b }) => b === variant)} />
          )}
        </tr>
      ))}
    </Table>
  );
}

interface RatioCellsProps {
  readonly comparison: WordedLatencyComparison | undefined;
  readonly scale: Scale;
}

function RatioCells({ comparison, scale }: RatioCellsProps): JSX.Element {
  if (comparison === undefined) return <td colSpan={4}>baseline</td>;
  const { ratio, interval, result } = comparison;
  const { verdict } = result.verdict;
  return (
    <>
      <td class="wide">
        <IntervalBar
          scale={scale}
          value={ratio}
          low={interval?.lo ?? null}
          high={interval?.hi ?? null}
          reference={1}
          tone={verdict}
          label={`ratio ${ratio?.toFixed(2) ?? "unknown"}`}
        />
      </td>
      <td class="number two">
        {ratio === null ? "–" : `×${ratio.toFixed(2)}`}
        <small>{interval === null ? "[no interval]" : `[${interval.lo.toFixed(2)}, ${interval.hi.toFixed(2)}]`}</small>
      </td>
      <td class="number">{pText(result.pAdjusted)}</td>
      <td>
        <VerdictPill verdict={verdict} />
      </td>
    </>
  );
}

function amount(value: number | null, measure: LatencyMeasure): string {
  if (value === null) return "…";
  return measure === "tokens_per_s" ? String(Number(value.toPrecision(3))) : milliseconds(value);
}

function bound(value: number | null, measure: LatencyMeasure): string {
  return amount(value, measure).replace(/ ms$/, "");
}
