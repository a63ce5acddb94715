import type { JSX } from "preact";
import type { MetricSummary, VariantSummary, WordedComparison, WordedReport } from "@sameseed/core";
import { count, dollars, milliseconds, percent } from "../../models/format.ts";
import { niceScale, type Scale } from "../../models/scale.ts";
import { axisHead, IntervalBar } from "../charts/interval-bar.tsx";
import { linkTo } from "../hooks/use-route.ts";
import { numberHead, Table } from "../parts/table.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import { ComparisonPill } from "../parts/verdict-pill.tsx";

interface VariantTableProps {
  readonly report: WordedReport;
  readonly metric: string;
  readonly comparisons: readonly WordedComparison[];
}

/** Every variant with its interval, its verdict and its cost. */
export function VariantTable({ report, metric, comparisons }: VariantTableProps): JSX.Element {
  const { variants, manifest } = report;
  const of = (variant: VariantSummary): MetricSummary | undefined =>
    variant.metrics.find((one) => one.metric === metric);
  const scale = scoreScale(variants.map(of));
  const baseline = variants.find(({ variant }) => variant === manifest.baseline);
  const reference = baseline === undefined || variants.length === 1 ? null : (of(baseline)?.mean ?? null);
  const has = columnsOf(variants);
  return (
    <Table
      label="Variants"
      columns={[
        "Variant",
        axisHead(scale, "Interval", (value) => `${Math.round(100 * value)}`),
        numberHead(`${metric} % [95 %]`),
        numberHead("n"),
        has.verdict && "Verdict",
        has.cost && numberHead("Cost per 1,000"),
        has.latency && numberHead("Latency"),
        has.tokens && numberHead("Tokens"),
        has.failed && numberHead("No full answer"),
      ]}
    >
      {variants.map((variant) => (
        <VariantRow key={variant.variant} {...{ variant, report, metric, comparisons, scale, reference, has }} />
      ))}
    </Table>
  );
}

/** The columns that the run has figures for. */
interface Columns {
  readonly verdict: boolean;
  readonly cost: boolean;
  readonly latency: boolean;
  readonly tokens: boolean;
  readonly failed: boolean;
}

function columnsOf(variants: readonly VariantSummary[]): Columns {
  return {
    verdict: variants.length > 1,
    cost: variants.some(({ costUsd }) => costUsd !== null),
    latency: variants.some(({ latencyMsP50 }) => latencyMsP50 !== null),
    tokens: variants.some(({ completionTokens }) => completionTokens !== null),
    failed: variants.some(({ failed, refused, truncated }) => failed + refused + truncated > 0),
  };
}

interface VariantRowProps extends VariantTableProps {
  readonly variant: VariantSummary;
  readonly scale: Scale;
  /** The baseline's mean. */
  readonly reference: number | null;
  readonly has: Columns;
}

function VariantRow({ variant, report, metric, comparisons, scale, reference, has }: VariantRowProps): JSX.Element {
  const { manifest } = report;
  const figures = variant.metrics.find((one) => one.metric === metric);
  const comparison = comparisons.find(({ b }) => b === variant.variant);
  const isBaseline = variant.variant === manifest.baseline;
  return (
    <tr>
      <th scope="row">
        <a
          href={linkTo(
            isBaseline ? "cases" : "compare",
            isBaseline ? {} : { a: comparison?.a ?? manifest.baseline, b: variant.variant, metric },
          )}
        >
          <VariantName {...variant} id={variant.variant} />
        </a>
      </th>
      <td class="wide">
        <IntervalBar
          scale={scale}
          value={figures?.mean ?? null}
          low={figures?.low ?? null}
          high={figures?.high ?? null}
          reference={reference}
          tone={comparison?.verdict ?? ""}
          label={`${percent(figures?.mean ?? null)} %`}
        />
      </td>
      <td class="number">{figures === undefined ? "–" : <Score {...figures} />}</td>
      <td class="number">{count(figures?.n ?? 0)}</td>
      {has.verdict && (
        <td>
          {isBaseline ? (
            <span class="pill base">baseline</span>
          ) : comparison ? (
            <ComparisonPill comparison={comparison} />
          ) : (
            "–"
          )}
        </td>
      )}
      <Prices variant={variant} has={has} costPerCorrectUsd={figures?.costPerCorrectUsd ?? null} />
      {has.failed && <Failures {...variant} />}
    </tr>
  );
}

interface PricesProps {
  readonly variant: VariantSummary;
  readonly has: Columns;
  readonly costPerCorrectUsd: number | null;
}

function Prices({ variant, has, costPerCorrectUsd }: PricesProps): JSX.Element {
  return (
    <>
      {has.cost && (
        <td class="number two">
          {dollars(perThousand(variant))}
          <small>{dollars(variant.costUsd)} in all</small>
          <PerCorrect costUsd={costPerCorrectUsd} />
        </td>
      )}
      {has.latency && (
        <td class="number two">
          {milliseconds(variant.latencyMsP50)}
          {variant.latencyMsP95 !== null && <small>p95 {milliseconds(variant.latencyMsP95)}</small>}
        </td>
      )}
      {has.tokens && (
        <td class="number two">
          {variant.completionTokens === null ? "–" : `${count(variant.completionTokens)} out`}
          {variant.promptTokens !== null && <small>{count(variant.promptTokens)} in</small>}
        </td>
      )}
    </>
  );
}

function Score({ mean, low, high, method }: MetricSummary): JSX.Element {
  return (
    <span title={`Interval: ${method}`}>
      <b>{percent(mean)}</b>{" "}
      <small>{low === null || high === null ? "[no interval]" : `[${percent(low)}, ${percent(high)}]`}</small>
    </span>
  );
}

/** The cost of a correct answer: the cost over the sum of the scores. */
function PerCorrect({ costUsd }: { readonly costUsd: number | null }): JSX.Element | null {
  return costUsd === null ? null : <small>{dollars(costUsd)} per correct</small>;
}

/** Failures first, because they count as 0. Refused and truncated answers follow. */
function Failures({ failed, refused, truncated, trials }: VariantSummary): JSX.Element {
  const rest = [refused > 0 && `${count(refused)} refused`, truncated > 0 && `${count(truncated)} cut off`].filter(
    Boolean,
  );
  const text = failed > 0 ? `${count(failed)} failed` : rest.length > 0 ? "none failed" : "–";
  return (
    <td class="number two" title={`of ${count(trials)} trials`}>
      {text}
      {rest.length > 0 && <small>{rest.join(", ")}</small>}
    </td>
  );
}

/** US dollars for 1,000 trials; null where a price is unknown. */
function perThousand({ costUsd, trials }: VariantSummary): number | null {
  return costUsd === null || trials === 0 ? null : (1000 * costUsd) / trials;
}

/** From a round number below the lowest end to 100, or to a round number above the highest. */
function scoreScale(figures: readonly (MetricSummary | undefined)[]): Scale {
  const ends = figures
    .flatMap((one) => (one === undefined ? [] : [one.low ?? one.mean, one.high ?? one.mean]))
    .filter((value) => value !== null);
  const { low, high } = niceScale(ends);
  return niceScale(high - low > 0.4 ? [0, 1] : [Math.max(0, low), Math.min(1, high)]);
}
