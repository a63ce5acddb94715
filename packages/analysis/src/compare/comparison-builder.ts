import {
  baselinePair,
  DEFAULT_MARGIN,
  type FactorEffect,
  type Fairness,
  type Manifest,
  type PhrasingReport,
  type Row,
  type SliceReport,
  type VariantComparison,
} from "@sameseed/core";
import { adjusted, shared } from "./adjust-family.ts";
import { VariantTrials, type ManifestVariant } from "./variant-trials.ts";
import { auditFairness } from "./audit-fairness.ts";
import { type VariantsComparison, compareVariants, type CompareVariantsOptions } from "./compare-variants.ts";
import { bestVariants } from "./best-variants.ts";
import { SliceBuilder } from "./slice-builder.ts";
import { declaredLooksOf } from "./declared-looks.ts";
import { comparePhrasings } from "./compare-phrasings.ts";
import { decideVerdict } from "./decide-verdict.ts";
import { caseColumn } from "./paired-cases.ts";
import { rateVariants, type RatingOptions } from "../ratings/rate-variants.ts";
import type { StyleColumns } from "../ratings/style-columns.ts";
import { compareFactors } from "./compare-factors.ts";
import type { OnPart } from "../progress/report-step.ts";

export interface ComparisonOptions {
  /** The variant that others are compared with. */
  readonly baseline: string;
  /** The largest difference that does not matter, in the unit of the score. Default 0.02; null for none. */
  readonly margin?: number | null;
  /** Every pair of variants, not only those with the baseline. */
  readonly allPairs?: boolean;
  /** These pairs of variants only. */
  readonly pairs?: readonly (readonly [a: string, b: string])[];
  /** Called as comparisons are made. */
  readonly onPart?: OnPart;
  /** The variants are from different runs and were not interleaved. */
  readonly isAcrossRuns?: boolean;
}

export interface ComparisonSource {
  readonly manifest: Pick<Manifest, "batchedModels" | "repeats" | "seed" | "sequential" | "seedLedger">;
  /** Takes a case's cluster from this key of its metadata (or vars) instead of from its `cluster`. */
  readonly clusterKey?: string | undefined;
  /** Rows come case by case, as in table order: then no case has to be found again by its id. */
  readonly isTableOrder?: boolean;
  /** Keys of the cases' metadata or vars to slice by. */
  readonly slices?: readonly string[] | undefined;
  /** How many trials of a variant are expected. */
  readonly trials?: number;
}

interface PairOptions extends Pick<CompareVariantsOptions, "metric" | "fairness" | "sequence"> {
  readonly margin: ComparisonOptions["margin"];
}

/** Gathers rows in any order, then compares the variants case by case. Variants are known by their ids. */
export class ComparisonBuilder {
  readonly #candidates: ReadonlyMap<string, VariantTrials>;
  readonly #metrics: readonly string[];
  readonly #manifest: Pick<Manifest, "batchedModels" | "repeats" | "seed" | "sequential" | "seedLedger">;
  readonly #clusterKey: string | undefined;
  readonly #caseNumbers = new Map<string, number>();
  readonly #clusterNumbers = new Map<string, number>();
  readonly #isTableOrder: boolean;
  readonly #slices: SliceBuilder;
  /** The cluster of each case; null as long as no case names one. */
  #clusters: number[] | null = null;
  #cases = 0;
  readonly #fingerprints = new Map<string, number>();
  #lastCase: string | null = null;
  #lastNumber = 0;

  constructor(
    variants: readonly ManifestVariant[],
    metrics: readonly string[],
    { manifest, clusterKey, isTableOrder = false, trials, slices = [] }: ComparisonSource,
  ) {
    const layout = { metrics, repeats: manifest.repeats, trials };
    this.#candidates = new Map(variants.map((variant) => [variant.id, new VariantTrials(variant, layout)]));
    this.#metrics = metrics;
    this.#manifest = manifest;
    this.#clusterKey = clusterKey;
    this.#isTableOrder = isTableOrder;
    this.#slices = new SliceBuilder(slices);
  }

  /** Adds a row to the variant `id` (default: its own). Rows of unknown variants are left out. */
  add(row: Row, id: string = row.trial.variant): void {
    const candidate = this.#candidates.get(id);
    if (candidate === undefined) return;
    const caseNumber = this.#numberOf(row);
    const fingerprint = row.outcome.status === "failed" ? null : row.outcome.systemFingerprint;
    candidate.add(row, caseNumber, fingerprint === null ? -1 : numbered(this.#fingerprints, fingerprint));
  }

  /** Rows of a case mostly follow one another: only the first of them costs a look-up. */
  #numberOf(row: Row): number {
    const { id } = row.trial.case;
    if (id === this.#lastCase) return this.#lastNumber;
    const number = this.#isTableOrder ? this.#cases : numbered(this.#caseNumbers, id);
    if (number === this.#cases) {
      this.#cases++;
      this.#addCluster(row, number);
      this.#slices.add(row.trial.case);
    }
    this.#lastCase = id;
    this.#lastNumber = number;
    return number;
  }

  compare(options: ComparisonOptions): VariantComparison[] {
    const audited = this.#pairsOf(options).map(([a, b]) => ({
      a,
      b,
      fairness: this.#fairnessOf(a, b, options.isAcrossRuns),
    }));
    const sequence = this.#sequence(audited.filter(({ b }) => !isControl(b.variant)).length);
    const total = this.#metrics.length * audited.length;
    return this.#metrics.flatMap((metric, place) => {
      const family = audited.map(({ a, b, fairness }, pair) => {
        options.onPart?.(place * audited.length + pair, total);
        return this.#comparePair(a, b, { metric, fairness, sequence, margin: options.margin });
      });
      return (sequence === null ? adjusted(family) : shared(family)).map(decideVerdict);
    });
  }

  /** The same pairs by slice; undefined without a slice key. `overall`: the result of `compare`. */
  slices(options: ComparisonOptions, overall: readonly VariantComparison[]): SliceReport | undefined {
    const fairness = new Map(overall.map(({ a, b, fairness: audited }) => [JSON.stringify([a, b]), audited.verdict]));
    const pairs = this.#pairsOf(options)
      .filter(([, b]) => !isControl(b.variant))
      .map(([a, b]) => ({
        a,
        b,
        isComparable: fairness.get(JSON.stringify([a.variant.id, b.variant.id])) !== "not comparable",
      }));
    const { repeats, cases } = this.#shape();
    const { margin = DEFAULT_MARGIN, onPart } = options;
    const shared = { onPart, repeats, cases, margin, clusters: this.#clusterColumn(), label: this.#label() };
    const sequence = this.#sequence(pairs.length);
    return this.#slices.report(pairs, { ...shared, sequence, metrics: this.#metrics }, overall);
  }

  /** The variants among these ids that are not distinguishable from the best, at 95 % confidence. */
  bestOf(ids: readonly string[], metric: string): readonly string[] {
    const { sequential } = this.#manifest;
    if (sequential?.prune) {
      const pruned = new Set((sequential.pruned ?? []).map(({ variant }) => variant));
      return ids.filter((id) => !pruned.has(id));
    }
    const candidates = ids.map((id) => this.#candidates.get(id)!);
    const { repeats, cases } = this.#shape();
    const shared = { metric, repeats, cases, clusters: this.#clusterColumn(), label: this.#label() };
    return bestVariants(candidates, { ...shared, sequence: this.#sequence(1) }).map(({ variant }) => variant.id);
  }

  /** Ratings of the variants with these ids; `styles` has the style of their answers. */
  ratings(ids: readonly string[], { styles, ...options }: Omit<RatingOptions, "clusters"> & { styles: StyleColumns }) {
    const { repeats, cases } = this.#shape();
    const pairing = { metric: options.metric, repeats, cases };
    const rated = ids.map((id) => ({
      id,
      scores: caseColumn(this.#candidates.get(id)!, pairing, "zero"),
      style: { length: styles.of(id, "length", cases), markdown: styles.of(id, "markdown", cases) },
    }));
    return rateVariants(rated, { ...options, clusters: this.#clusterColumn() });
  }

  /** Effects of prompts over models and of models over prompts, where the variants are a full grid. */
  factors({ baseline, margin = DEFAULT_MARGIN, onPart }: ComparisonOptions): FactorEffect[] {
    if (this.#manifest.sequential !== undefined) return []; // their intervals hold for one look only
    const candidates = [...this.#candidates.values()].filter((candidate) => !isControl(candidate.variant));
    if (candidates.some(({ variant }) => variant.phrasingOf !== undefined)) return []; // phrasings are not fixed levels
    const { cases, repeats } = this.#shape();
    const options = { baseline, repeats, cases, clusters: this.#clusterColumn(), margin, label: this.#label() };
    return this.#metrics.flatMap((metric, done) => {
      onPart?.(done, this.#metrics.length);
      return compareFactors(candidates, { ...options, metric });
    });
  }

  /** Over the phrasings of prompts, for other phrasings like them; undefined where no prompt has any. */
  phrasings({ baseline, margin = DEFAULT_MARGIN, isAcrossRuns }: ComparisonOptions): PhrasingReport | undefined {
    const { cases, repeats } = this.#shape();
    return comparePhrasings([...this.#candidates.values()], {
      metrics: this.#metrics,
      baseline,
      margin,
      cases,
      repeats,
      clusters: this.#clusterColumn(),
      label: this.#label(),
      fairnessOf: (a, b) => this.#fairnessOf(a, b, isAcrossRuns),
    });
  }

  #fairnessOf(a: VariantTrials, b: VariantTrials, isAcrossRuns = false): Fairness {
    const { seedLedger, batchedModels } = this.#manifest;
    return auditFairness({ a, b, ...this.#shape(), isAcrossRuns, seedLedger, batchedModels });
  }

  #pairsOf({
    baseline,
    allPairs = false,
    pairs,
  }: ComparisonOptions): (readonly [a: VariantTrials, b: VariantTrials])[] {
    if (pairs !== undefined) return pairs.map(([a, b]) => [this.#candidates.get(a)!, this.#candidates.get(b)!]);
    const candidates = [...this.#candidates.values()];
    const first = this.#candidates.get(baseline) ?? candidates[0]!;
    if (allPairs) return candidates.flatMap((a, place) => candidates.slice(place + 1).map((b) => [a, b] as const));
    const variants = candidates.map(({ variant }) => variant);
    return candidates.flatMap((candidate) => {
      const pair = baselinePair(first.variant, candidate.variant, variants);
      return pair === null ? [] : [[this.#candidates.get(pair.a.id)!, candidate] as const];
    });
  }

  #comparePair(
    a: VariantTrials,
    b: VariantTrials,
    { metric, fairness, sequence, margin = DEFAULT_MARGIN }: PairOptions,
  ): VariantsComparison {
    return compareVariants(
      { a, b },
      {
        metric,
        fairness,
        sequence,
        margin,
        ...this.#shape(),
        clusters: this.#clusterColumn(),
        label: this.#label(),
        isControl: isControl(b.variant),
        fingerprints: [...this.#fingerprints.keys()],
      },
    );
  }

  #shape(): { repeats: number; cases: number; variants: number } {
    return { repeats: this.#manifest.repeats, cases: this.#cases, variants: this.#candidates.size };
  }

  /** All comparisons of a sequential run share its level. */
  #sequence(comparisons: number): CompareVariantsOptions["sequence"] {
    const { sequential } = this.#manifest;
    if (sequential === undefined) return null;
    return {
      plannedN: sequential.plannedCases,
      alpha: sequential.alpha,
      comparisons: Math.max(1, comparisons),
      spending: declaredLooksOf(sequential, comparisons),
      isLast: true,
    };
  }

  #label(): string {
    return `seed=${this.#manifest.seed}`;
  }

  /** Null without clusters; clusters of one case each do not count. */
  #clusterColumn(): Int32Array | null {
    return this.#clusters === null ? null : Int32Array.from(this.#clusters);
  }

  /** A case without a cluster is a separate cluster with a negative number. */
  #addCluster({ trial }: Row, caseNumber: number): void {
    const { cluster, metadata, vars } = trial.case;
    const named = this.#clusterKey === undefined ? cluster : (metadata?.[this.#clusterKey] ?? vars[this.#clusterKey]);
    const isNamed = named !== undefined && named !== null && named !== "";
    if (!isNamed && this.#clusters === null) return;
    this.#clusters ??= Array.from({ length: caseNumber }, (_, number) => -1 - number);
    this.#clusters.push(
      isNamed
        ? numbered(this.#clusterNumbers, typeof named === "string" ? named : JSON.stringify(named))
        : -1 - caseNumber,
    );
  }
}

/** The A/A control has its baseline's id and a mark. */
function isControl({ control }: ManifestVariant): boolean {
  return control === true;
}

/** The number of a name: a new name gets the next one. */
function numbered(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}
