import {
  isObject,
  type Manifest,
  type Report,
  type Row,
  type SequentialRun,
  type VariantComparison,
  type VariantSummary,
} from "@sameseed/core";
import { asympCsHalfWidth } from "@sameseed/stats";
import { AggregateBuilder } from "../aggregates/aggregate-builder.ts";
import { ClassificationBuilder } from "../aggregates/classification-builder.ts";
import { ComparisonBuilder } from "../compare/comparison-builder.ts";
import { LatencyBuilder } from "../latency/latency-builder.ts";
import { FEWEST_RATED, MOST_RATED } from "../ratings/rate-variants.ts";
import { StyleColumns } from "../ratings/style-columns.ts";
import { JudgeAuditBuilder } from "../judges/judge-audit-builder.ts";
import { withJudgeCaveats } from "../judges/with-judge-caveats.ts";
import { recommend } from "../recommend/recommend.ts";
import type { OnPart, ReportPart } from "../progress/report-step.ts";
import { metricsOf, VariantTotals } from "./variant-totals.ts";

/** Fewer cases have no sequence: it is asymptotic. */
const FEWEST_FOR_SEQUENCE = 50;

/** Adds up rows in table order. Stores about 17 bytes per row in typed arrays, and 1 or 8 more per metric. */
export class ReportBuilder {
  readonly #manifest: Manifest;
  readonly #variants: ReadonlyMap<string, VariantTotals>;
  readonly #comparisons: ComparisonBuilder;
  readonly #judges: JudgeAuditBuilder;
  readonly #latency: LatencyBuilder | null;
  readonly #aggregates: AggregateBuilder;
  readonly #classifications: ClassificationBuilder;
  /** Null without ratings. */
  readonly #styles: StyleColumns | null;
  readonly #clusterNumbers = new Map<string, number>();
  #case: Row["trial"]["case"] | null = null;
  #cases = 0;

  constructor(manifest: Manifest) {
    const metrics = metricsOf(manifest);
    this.#manifest = manifest;
    this.#latency = manifest.latency === undefined ? null : new LatencyBuilder(manifest);
    const trials = Math.ceil(manifest.counts.planned / manifest.variants.length);
    this.#comparisons = new ComparisonBuilder(manifest.variants, metrics, {
      manifest,
      isTableOrder: true,
      trials,
      slices: manifest.slices,
    });
    const rated = ratedIds(manifest);
    this.#styles = rated.length === 0 ? null : new StyleColumns(rated);
    this.#aggregates = new AggregateBuilder(manifest);
    this.#classifications = new ClassificationBuilder(manifest);
    this.#judges = new JudgeAuditBuilder(manifest);
    const expected = {
      isJudged: manifest.judges !== undefined,
      trials,
      cases: Math.ceil(trials / manifest.repeats),
    };
    this.#variants = new Map(
      manifest.variants.map((variant) => [variant.id, new VariantTotals(variant, metrics, expected)]),
    );
  }

  /** Rows of one case must follow one another, as they do in table order. Rows of unknown variants are left out. */
  add(row: Row): void {
    if (row.trial.case.id !== this.#case?.id) {
      this.#closeCase();
      this.#case = row.trial.case;
    }
    this.#variants.get(row.trial.variant)?.add(row);
    this.#comparisons.add(row);
    this.#judges.add(row);
    this.#styles?.add(row, this.#cases);
    this.#aggregates.add(row);
    this.#classifications.add(row);
    this.#latency?.add(row);
  }

  /** `tell` reports the progress of the statistics. */
  report(tell: (part: ReportPart) => void = () => {}): Report {
    const onPart =
      (step: ReportPart["step"]): OnPart =>
      (done, total) =>
        tell({ step, done, total });
    this.#closeCase();
    this.#case = null;
    const { repeats, baseline, margin, sequential } = this.#manifest;
    const judges = this.#judges.audits();
    const comparisons = this.#comparisons.compare({ baseline, margin, onPart: onPart("comparisons") });
    const phrasings = this.#comparisons.phrasings({ baseline, margin });
    const slices = this.#comparisons.slices({ baseline, margin, onPart: onPart("slices") }, comparisons);
    const aggregates = this.#aggregates.report(
      comparisons.filter(({ metric }) => metric === "score"),
      onPart("corpus"),
    );
    const classifications = this.#classifications.report();
    const variants = [...this.#variants.values()].map((counter) => anytime(counter.summary(repeats), sequential));
    const metric = variants[0]?.metrics[0]?.metric ?? "score";
    const isPhrased = phrasings !== undefined; // the best phrasing is little evidence about other phrasings
    const recommendation = isPhrased
      ? null
      : recommend({
          metric,
          variants,
          comparisons: comparisons.filter((comparison) => comparison.metric === metric),
          bestOf: (ids) => this.#comparisons.bestOf(ids, metric),
        });
    return {
      manifest: this.#manifest,
      variants,
      ...(recommendation !== null && { recommendation }),
      ...this.#ratings(metric, comparisons, onPart("ratings")),
      comparisons: withJudgeCaveats(comparisons, judges, this.#manifest.scorers),
      factors: this.#comparisons.factors({ baseline, margin, onPart: onPart("factors") }),
      ...(phrasings !== undefined && { phrasings }),
      ...(slices !== undefined && { slices }),
      ...(aggregates !== null && { aggregates }),
      ...(classifications !== undefined && { classifications }),
      ...(judges.length > 0 && { judges }),
      ...(this.#latency !== null && { latency: this.#latency.report() }),
    };
  }

  #ratings(metric: string, comparisons: readonly VariantComparison[], onPart: OnPart): Pick<Report, "ratings"> {
    if (this.#styles === null) return {};
    const leftOut = comparisons.filter((one) => one.fairness.verdict === "not comparable").map(({ b }) => b);
    const ids = ratedIds(this.#manifest).filter((id) => !leftOut.includes(id));
    if (ids.length < FEWEST_RATED) return {};
    onPart(0, 1);
    const rival = isPairwise(this.#manifest, metric) ? this.#manifest.baseline : null;
    return { ratings: this.#comparisons.ratings(ids, { metric, rival, styles: this.#styles }) };
  }

  #closeCase(): void {
    if (this.#case === null) return;
    const cluster = this.#clusterNumber(this.#case.cluster);
    for (const counter of this.#variants.values()) counter.closeCase(cluster);
    this.#aggregates.closeCase(cluster);
    this.#classifications.closeCase(cluster);
  }

  /** Negative for a case without a cluster, which is a separate cluster. */
  #clusterNumber(name: string | undefined): number {
    this.#cases++;
    if (name === undefined) return -this.#cases;
    const known = this.#clusterNumbers.get(name);
    if (known !== undefined) return known;
    const number = this.#clusterNumbers.size;
    this.#clusterNumbers.set(name, number);
    return number;
  }
}

/**
 * The means of a sequential run with the confidence sequence instead of an interval that is valid for one
 * look only.
 */
function anytime(summary: VariantSummary, sequential: SequentialRun | undefined): VariantSummary {
  if (sequential === undefined) return summary;
  const { alpha, plannedCases } = sequential;
  const metrics = summary.metrics.map((metric) => {
    const { n, mean, sd } = metric;
    const none = { ...metric, low: null, high: null, method: "none" };
    if (mean === null || sd === null || sd === 0 || n < FEWEST_FOR_SEQUENCE) return none;
    const half = asympCsHalfWidth({ n, sd, alpha, nStar: plannedCases / 3 }).halfWidth ?? 1;
    return { ...metric, low: Math.max(0, mean - half), high: Math.min(1, mean + half), method: "confidence sequence" };
  });
  return { ...summary, metrics };
}

/** The variants to rate; empty for runs with intervals for one look only, with phrasings, or with too many variants. */
function ratedIds({ variants, sequential }: Manifest): readonly string[] {
  const rated = variants.filter(({ control }) => control !== true);
  const isPhrased = rated.some(({ phrasingOf }) => phrasingOf !== undefined);
  const isRated = sequential === undefined && !isPhrased && rated.length >= FEWEST_RATED && rated.length <= MOST_RATED;
  return isRated ? rated.map(({ id }) => id) : [];
}

/** Whether the metric is that of a judge that compares every variant with the baseline. */
function isPairwise({ scorers }: Pick<Manifest, "scorers">, metric: string): boolean {
  const scorer = scorers.length === 1 ? scorers[0] : scorers.find(({ name }) => name === metric);
  return isObject(scorer?.identity) && scorer.identity["type"] === "pairwise";
}
