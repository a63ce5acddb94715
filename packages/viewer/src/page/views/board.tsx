import type { JSX } from "preact";
import {
  isPhrasingPair,
  type MetricSummary,
  onlyScorer,
  type WordedReport,
  scoreInWords,
  type WordedComparison,
  type VariantSummary,
} from "@sameseed/core";
import { count, dollars, milliseconds, percent } from "../../models/format.ts";
import { niceScale, type Scale } from "../../models/scale.ts";
import type { RunSummary } from "../../data/page-data.ts";
import { AggregateTable } from "../sections/aggregate-table.tsx";
import { FactorTable } from "../sections/factor-table.tsx";
import { Folded, Headlines } from "../sections/headlines.tsx";
import { Axis, IntervalBar } from "../charts/interval-bar.tsx";
import { LatencyTables } from "../sections/latency-table.tsx";
import { Choice } from "../parts/choice.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import { ComparisonPill } from "../parts/verdict-pill.tsx";
import { PhrasingSection } from "../sections/phrasing-table.tsx";
import { PriceScatter } from "../charts/price-scatter.tsx";
import { RecommendationSection } from "../sections/recommendation.tsx";
import { amend, linkTo } from "../hooks/use-route.ts";

/** The result at a glance: every variant with its interval, its verdict against the baseline, and what it costs. */
export function Board({
  summary,
  metric: wanted,
}: {
  readonly summary: RunSummary;
  readonly metric: string | undefined;
}): JSX.Element {
  const { report, notes } = summary;
  const { scorers } = report.manifest;
  const same = onlyScorer(scorers);
  const metrics = (report.variants[0]?.metrics ?? []).map((one) => one.metric).filter((name) => name !== same);
  const metric = wanted !== undefined && metrics.includes(wanted) ? wanted : (metrics[0] ?? "score");
  const comparisons = report.comparisons.filter((comparison) => comparison.metric === metric);
  const others = comparisons.filter((one) => !isPhrasingPair(report.manifest, one));
  const factors = report.factors.filter((factor) => factor.metric === metric);
  return (
    <>
      {report.recommendation && <RecommendationSection recommendation={report.recommendation} />}
      <PhrasingSection report={report} metric={metric} isAlone={others.length === 0} />
      <Headlines report={report} comparisons={others} />
      <Section
        title="Variants"
        note={
          metrics.length > 1 ? (
            <Choice
              label="Metric"
              value={metric}
              options={metrics.map(
                (name) => [name, name === "score" ? `score, ${scoreInWords(scorers)}` : name] as const,
              )}
              onChange={(name) => amend({ metric: name })}
            />
          ) : (
            <>Mean {metric} in percent over cases with its 95 % interval. The dotted line is the baseline.</>
          )
        }
      >
        <Folded isFolded={report.phrasings !== undefined} title={`${report.variants.length} phrasings and models`}>
          <VariantTable report={report} metric={metric} comparisons={comparisons} />
        </Folded>
      </Section>
      <PriceScatter report={report} metric={metric} />
      {notes.length > 0 && (
        <Section title="What to know">
          <ul class="notes">
            {notes.map((note) => (
              <li key={note}>
                <Untrusted text={note} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {report.aggregates && <AggregateTable aggregates={report.aggregates} variants={report.manifest.variants} />}
      {factors.length > 0 && <FactorTable factors={factors} />}
      {report.latency && <LatencyTables latency={report.latency} manifest={report.manifest} />}
    </>
  );
}

interface VariantTableProps {
  readonly report: WordedReport;
  readonly metric: string;
  readonly comparisons: readonly WordedComparison[];
}

function VariantTable({ report, metric, comparisons }: VariantTableProps): JSX.Element {
  const { variants, manifest } = report;
  const of = (variant: VariantSummary): MetricSummary | undefined =>
    variant.metrics.find((one) => one.metric === metric);
  const scale = scoreScale(variants.map(of));
  const baseline = variants.find(({ variant }) => variant === manifest.baseline);
  const reference = baseline === undefined ? null : (of(baseline)?.mean ?? null);
  const has = (value: (variant: VariantSummary) => unknown): boolean =>
    variants.some((variant) => value(variant) !== null);
  const [hasCost, hasLatency, hasTokens] = [
    has(({ costUsd }) => costUsd),
    has(({ latencyMsP50 }) => latencyMsP50),
    has(({ completionTokens }) => completionTokens),
  ];
  const hasFailed = variants.some(({ failed, refused, truncated }) => failed + refused + truncated > 0);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Variants">
      <table class="board">
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col" class="wide">
              <Axis scale={scale} format={(value) => `${Math.round(100 * value)}`} />
              <span class="unseen">Interval</span>
            </th>
            <th scope="col" class="number">
              {metric} % [95 %]
            </th>
            <th scope="col" class="number">
              n
            </th>
            <th scope="col">Verdict</th>
            {hasCost && (
              <th scope="col" class="number">
                Cost per 1,000
              </th>
            )}
            {hasLatency && (
              <th scope="col" class="number">
                Latency
              </th>
            )}
            {hasTokens && (
              <th scope="col" class="number">
                Tokens
              </th>
            )}
            {hasFailed && (
              <th scope="col" class="number">
                No full answer
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {variants.map((variant) => {
            const figures = of(variant);
            const comparison = comparisons.find(({ b }) => b === variant.variant);
            const isBaseline = variant.variant === manifest.baseline;
            return (
              <tr key={variant.variant}>
                <th scope="row">
                  <a
                    href={linkTo(
                      isBaseline ? "cases" : "compare",
                      isBaseline ? {} : { a: comparison?.a ?? manifest.baseline, b: variant.variant, metric },
                    )}
                  >
                    <VariantName
                      {...variant}
                      control={manifest.variants.find(({ id }) => id === variant.variant)?.control}
                    />
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
                <td>
                  {isBaseline ? (
                    <span class="pill base">baseline</span>
                  ) : comparison ? (
                    <ComparisonPill comparison={comparison} />
                  ) : (
                    "–"
                  )}
                </td>
                {hasCost && (
                  <td class="number two">
                    {dollars(perThousand(variant))}
                    <small>{dollars(variant.costUsd)} in all</small>
                    <PerCorrect costUsd={figures?.costPerCorrectUsd ?? null} />
                  </td>
                )}
                {hasLatency && (
                  <td class="number two">
                    {milliseconds(variant.latencyMsP50)}
                    <small>p95 {milliseconds(variant.latencyMsP95)}</small>
                  </td>
                )}
                {hasTokens && (
                  <td class="number two">
                    {variant.completionTokens === null ? "–" : count(variant.completionTokens)} out
                    <small>{variant.promptTokens === null ? "–" : count(variant.promptTokens)} in</small>
                  </td>
                )}
                {hasFailed && <Failures {...variant} />}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
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

/** Failures first: they count for 0; what was refused or cut off is an answer, if half of one. */
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
