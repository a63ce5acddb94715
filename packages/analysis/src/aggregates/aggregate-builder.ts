import type { AggregateReport, Manifest, MetricSummary, Row, VariantComparison } from "@sameseed/core";
import { compareManyCorpora, type Comparison, comparePairedScores, corpusInterval } from "@sameseed/stats";
import { adjusted } from "../compare/adjust-family.ts";
import type { VariantsComparison } from "../compare/compare-variants.ts";
import { decideVerdict } from "../compare/decide-verdict.ts";
import { estimate } from "../columns/estimate.ts";
import { type AggregateMetric, aggregateMetrics } from "./aggregate-metrics.ts";
import { CountColumn, LabelCounts, unitsOf } from "./count-column.ts";
import { PairedUnits } from "./paired-units.ts";
import { PassColumn } from "./pass-column.ts";
import type { OnPart } from "../progress/report-step.ts";

/** A mean over repeats is not pass/fail: the interval is that of such means. */
const SEVERAL_DRAWS = 2;

interface Aggregate {
  readonly metric: AggregateMetric;
  /** By variant. */
  readonly columns: ReadonlyMap<string, PassColumn | CountColumn>;
}

/**
 * pass@k, pass^k and the metrics of the corpus, in one pass over the rows in table order. Stores two numbers
 * per case, or the counts of a case; nothing without such a metric.
 */
export class AggregateBuilder {
  readonly #manifest: Manifest;
  readonly #aggregates: readonly Aggregate[];
  readonly #clusters: number[] = [];

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
    this.#aggregates = aggregateMetrics(manifest).map((metric) => {
      const labels = new LabelCounts();
      const column = (): PassColumn | CountColumn =>
        metric.kind === "pass"
          ? new PassColumn(metric.of)
          : new CountColumn(metric.scorer, (record) =>
              metric.kind === "labels" ? labels.of(record) : (record.counts ?? null),
            );
      return { metric, columns: new Map(manifest.variants.map(({ id }) => [id, column()])) };
    });
  }

  add(row: Row): void {
    for (const { columns } of this.#aggregates) columns.get(row.trial.variant)?.add(row);
  }

  closeCase(cluster: number): void {
    if (this.#aggregates.length === 0) return;
    this.#clusters.push(cluster);
    for (const { columns } of this.#aggregates) for (const column of columns.values()) column.closeCase();
  }

  /** `pairs`: the comparisons on the first metric, with their variants and fairness. Null without a value. */
  report(pairs: readonly VariantComparison[], onPart: OnPart = () => {}): AggregateReport | null {
    const graded = this.#aggregates.filter(({ columns }) =>
      [...columns.values()].every((column) => !("isGraded" in column && column.isGraded)),
    );
    // The comparisons of a metric share their draws, so they count as one part in addition to the intervals.
    const total = graded.length * (this.#manifest.variants.length + 1);
    let done = 0;
    const next = (): void => onPart(done++, total);
    const known = graded
      .map((aggregate) => ({ aggregate, summaries: this.#summaries(aggregate, next) }))
      .filter(({ summaries }) => summaries.some(({ mean }) => mean !== null));
    if (known.length === 0) return null;
    return {
      summaries: known.flatMap(({ summaries }) => summaries),
      comparisons: known.flatMap(({ aggregate }) => {
        next();
        return adjusted(this.#compared(aggregate, pairs)).map(decideVerdict);
      }),
    };
  }

  #summaries({ metric, columns }: Aggregate, next: () => void): AggregateReport["summaries"] {
    return [...columns].map(([variant, column]) => {
      next();
      const { unscored } = column;
      return { variant, metric: metric.metric, unscored, ...this.#estimated(metric, column, variant) };
    });
  }

  #estimated(
    metric: AggregateMetric,
    column: PassColumn | CountColumn,
    variant: string,
  ): Omit<MetricSummary, "metric" | "unscored"> {
    if (metric.kind === "pass") {
      const all = (column as PassColumn).values(metric.valueOf);
      const places = [...all.keys()].filter((place) => !Number.isNaN(all[place]!));
      const clusters = this.#hasClusters() ? Float64Array.from(places, (place) => this.#clusters[place]!) : null;
      return estimate(
        Float64Array.from(places, (place) => all[place]!),
        { repeats: SEVERAL_DRAWS, clusters },
      );
    }
    const { cases } = column as CountColumn;
    const units = unitsOf(cases, this.#clusters);
    const label = `${this.#label(metric)}|${variant}`;
    const { estimate: mean, lo, hi } = corpusInterval(units, { metric: metric.corpus, label });
    const n = cases.filter((counts) => counts !== null).length;
    return { mean, low: lo, high: hi, sd: null, n, method: lo === null ? "none" : "BCa bootstrap" };
  }

  #compared({ metric, columns }: Aggregate, pairs: readonly VariantComparison[]): VariantsComparison[] {
    const results = this.#differences(
      metric,
      pairs.map(({ a, b }) => [columns.get(a)!, columns.get(b)!]),
    );
    return pairs.map(({ a, b, fairness, isControl }, place) => ({
      metric: metric.metric,
      a,
      b,
      result: results[place]!,
      withoutFailed: results[place]!,
      bounds: null,
      suiteInterval: null,
      sharing: null,
      backend: null,
      fairness,
      isControl,
    }));
  }

  #differences(
    metric: AggregateMetric,
    pairs: readonly (readonly [a: PassColumn | CountColumn, b: PassColumn | CountColumn])[],
  ): Comparison[] {
    const { margin } = this.#manifest;
    const shared = { margin, label: this.#label(metric) };
    if (metric.kind !== "pass") {
      const paired = new PairedUnits(this.#clusters);
      const units = pairs.map(([a, b]) => paired.of(a as CountColumn, b as CountColumn));
      return compareManyCorpora(units, metric.corpus, { ...shared, isClustered: this.#hasClusters() });
    }
    const cluster = this.#hasClusters() ? this.#clusters : undefined;
    return pairs.map((pair) => {
      const [left, right] = pair.map((column) => (column as PassColumn).values(metric.valueOf));
      return comparePairedScores({ a: left!, b: right!, cluster }, { ...shared, range: 1 });
    });
  }

  #hasClusters(): boolean {
    return this.#clusters.some((cluster) => cluster >= 0);
  }

  #label({ metric }: AggregateMetric): string {
    return `aggregate/1|seed=${this.#manifest.seed}|${metric}`;
  }
}
