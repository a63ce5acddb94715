import { requireConfidence, requireFinite, requireProbability, requireSameLength } from "../argument-checks.ts";
import { meanSd } from "../descriptive/mean-sd.ts";
import { tPpf } from "../distributions/student-t.ts";
import { isMissing, type Numbers } from "../missing-values.ts";
import { clusterMean } from "../paired/cluster-mean.ts";

/** Names of the groups of related cases, one for each case. */
type ClusterNames = ArrayLike<string | number>;

export interface PredictionPoweredInput {
  /** People's values of the labelled cases. A case without a label or a judge's value is left out and counted. */
  readonly labels: Numbers;
  /** The judge's values of the same cases, in the same order. */
  readonly judged: Numbers;
  /** The judge's values of the cases without a label. */
  readonly unlabelled: Numbers;
  /** Clusters of the labelled and of the other cases, under common names; absent if all cases are independent. */
  readonly clusters?: { readonly labelled: ClusterNames; readonly unlabelled: ClusterNames } | undefined;
  readonly conf?: number;
  /**
   * The least and the largest possible value. The interval is then computed with one more labelled case at each end, on which
   * the judge says its mean: without them, few labels that nearly all agree give intervals that are much too narrow.
   */
  readonly bounds?: readonly [least: number, largest: number] | undefined;
  /** Weight of the judge in [0, 1]: 1 is Angelopoulos et al. 2023, 0 the labels alone. Default: tuned for the least variance. */
  readonly lambda?: number;
}

export interface PredictionPowered {
  /** Labelled cases, and those without a label. */
  readonly n: number;
  readonly unlabelled: number;
  /** Cases that were left out, because a value is missing. */
  readonly dropped: number;
  readonly estimate: number | null;
  readonly se: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  /** The weight that the judge had; null without an estimate. */
  readonly lambda: number | null;
}

/**
 * Estimates the mean of people's labels over all cases from few labels and a judge's verdicts on all cases:
 * prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan & Zrnic 2023) with the weight of PPI++
 * (Angelopoulos, Duchi & Zrnic 2023), `mean(label - lambda judged) + lambda mean(unlabelled)`. The labelled
 * cases must be a random sample. A useless judge gets weight 0: at worst the interval is about that of the
 * labels alone. The interval is a t interval with n - 1 degrees of freedom. Fewer than two labels: no
 * interval; no labels: no estimate.
 *
 * With clusters the error is the cluster-robust one of the whole estimate: the contributions of a cluster's
 * labelled and unlabelled cases are summed before they are squared, with the correction of CR2 for a mean
 * (Bell & McCaffrey 2002) and the degrees of freedom of the labelled part. Labels from a single cluster: no
 * interval.
 */
export function predictionPowered(input: PredictionPoweredInput): PredictionPowered {
  const { bounds, lambda } = input;
  if (lambda !== undefined) requireProbability(lambda, "lambda");
  for (const bound of bounds ?? []) requireFinite(bound, "bounds");
  const complete = completeCases(input);
  const dropped = input.labels.length - complete.labels.length + input.unlabelled.length - complete.unlabelled.length;
  const plain = { ...withoutBounds(complete), dropped };
  const { estimate, lo } = plain;
  if (bounds === undefined || estimate === null || lo === null) return plain;
  const { se, lo: low, hi: high } = withoutBounds(withEnds(complete, bounds));
  return { ...plain, se, lo: Math.min(low!, estimate), hi: Math.max(high!, estimate) };
}

/** The input without cases that miss a value. */
interface CompleteInput extends PredictionPoweredInput {
  readonly labels: ArrayLike<number>;
  readonly judged: ArrayLike<number>;
  readonly unlabelled: ArrayLike<number>;
}

/** Leaves out cases with a missing value. Throws RangeError for an infinity, and for lists of unequal length. */
function completeCases(input: PredictionPoweredInput): CompleteInput {
  const { labels, judged, unlabelled, clusters } = input;
  requireSameLength(labels, judged, "labels and judged");
  // Both sides are checked: an infinity paired with a missing value is still an error.
  const labelled = placesWhere(labels, (place) => {
    const [noLabel, noValue] = [isMissing(labels[place], "labels"), isMissing(judged[place], "judged")];
    return !noLabel && !noValue;
  });
  const others = placesWhere(unlabelled, (place) => !isMissing(unlabelled[place], "unlabelled"));
  return {
    ...input,
    labels: Float64Array.from(labelled, (place) => labels[place] as number),
    judged: Float64Array.from(labelled, (place) => judged[place] as number),
    unlabelled: Float64Array.from(others, (place) => unlabelled[place] as number),
    clusters: clusters && {
      labelled: labelled.map((place) => clusters.labelled[place]!),
      unlabelled: others.map((place) => clusters.unlabelled[place]!),
    },
  };
}

function placesWhere(values: Numbers, isKept: (place: number) => boolean): readonly number[] {
  return Array.from({ length: values.length }, (_, place) => place).filter(isKept);
}

/**
 * Adds a labelled case at each end of the range, each in a separate cluster (after Agresti & Coull 1998;
 * Bonett & Price 2012).
 */
function withEnds(input: CompleteInput, bounds: readonly number[]): CompleteInput {
  const { clusters } = input;
  const meanJudged = meanSd({ x: input.judged }).mean ?? 0;
  return {
    ...input,
    labels: [...Array.from(input.labels), ...bounds],
    judged: [...Array.from(input.judged), ...bounds.map(() => meanJudged)],
    clusters: clusters && {
      ...clusters,
      labelled: [...Array.from(clusters.labelled), ...bounds.map((_, end) => `end ${end}`)],
    },
  };
}

function withoutBounds(input: CompleteInput): Omit<PredictionPowered, "dropped"> {
  const { labels, judged, unlabelled, conf = 0.95 } = input;
  requireConfidence(conf);
  const n = labels.length;
  const base = { n, unlabelled: unlabelled.length };
  const mean = (values: ArrayLike<number>): number => meanSd({ x: values }).mean ?? 0;
  if (n === 0) return { ...base, estimate: null, se: null, lo: null, hi: null, lambda: null };
  const lambda = unlabelled.length === 0 ? 0 : (input.lambda ?? tunedWeight(input));
  const rest = Float64Array.from(labels, (label, index) => label - lambda * (judged[index] as number));
  const estimate = mean(rest) + lambda * mean(unlabelled);
  const { clusters } = input;
  const { df } = clusterMean({ d: rest, ...(clusters && { cluster: clusters.labelled }) });
  if (df === null) return { ...base, estimate, se: null, lo: null, hi: null, lambda };
  const ofJudge = Float64Array.from(lambda === 0 ? [] : unlabelled, (value) => lambda * value);
  const se = Math.sqrt(
    clusters === undefined
      ? variance(rest) / n + variance(ofJudge) / Math.max(1, ofJudge.length)
      : clusteredSquares({ values: rest, names: clusters.labelled }, { values: ofJudge, names: clusters.unlabelled }),
  );
  const half = tPpf(1 - (1 - conf) / 2, df) * se;
  return { ...base, estimate, se, lo: estimate - half, hi: estimate + half, lambda };
}

interface NamedValues {
  readonly values: Float64Array;
  /** As many as values, or more. */
  readonly names: ClusterNames;
}

/** The squared error of the sum of two means over cases that share clusters. */
function clusteredSquares(...parts: readonly NamedValues[]): number {
  const sums = new Map<string | number, number>();
  for (const part of parts) for (const [name, share] of sharesOf(part)) sums.set(name, (sums.get(name) ?? 0) + share);
  return sums.values().reduce((squares, sum) => squares + sum ** 2, 0);
}

/** Contribution of each cluster to the error of a mean: the sum of its residuals, corrected for the cluster's own share of the mean. */
function sharesOf({ values, names }: NamedValues): Map<string | number, number> {
  const n = values.length;
  const mean = meanSd({ x: values }).mean ?? 0;
  const found = new Map<string | number, { residuals: number; size: number }>();
  for (let index = 0; index < n; index++) {
    const name = names[index]!;
    const cluster = found.get(name) ?? { residuals: 0, size: 0 };
    cluster.residuals += values[index]! - mean;
    cluster.size++;
    found.set(name, cluster);
  }
  if (found.size < 2) return new Map(); // the whole mean comes from one cluster: no spread to estimate
  return new Map(
    [...found].map(([name, { residuals, size }]) => [name, residuals / n / Math.sqrt(1 - size / n)] as const),
  );
}

function variance(values: ArrayLike<number>): number {
  return (meanSd({ x: values }).sd ?? 0) ** 2;
}

/** Covariance of label and judge over (1 + n / N) times the variance of the judge, held inside [0, 1]. */
function tunedWeight({ labels, judged, unlabelled }: CompleteInput): number {
  const n = labels.length;
  const all = new Float64Array(n + unlabelled.length);
  all.set(Float64Array.from(judged));
  all.set(Float64Array.from(unlabelled), n);
  const spread = variance(all);
  if (n < 2 || spread === 0) return 0;
  const meanLabel = meanSd({ x: labels }).mean ?? 0;
  const meanJudged = meanSd({ x: judged }).mean ?? 0;
  let products = 0;
  for (let index = 0; index < n; index++)
    products += ((labels[index] as number) - meanLabel) * ((judged[index] as number) - meanJudged);
  const weight = products / (n - 1) / ((1 + n / unlabelled.length) * spread);
  return Math.min(1, Math.max(0, weight));
}
