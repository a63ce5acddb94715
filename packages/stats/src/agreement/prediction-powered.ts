import { requireConfidence, requireSameLength } from "../argument-checks.ts";
import { meanSd } from "../descriptive/mean-sd.ts";
import { tPpf } from "../distributions/student-t.ts";

export interface PredictionPoweredInput {
  /** What people say of the labelled cases. */
  readonly labels: ArrayLike<number>;
  /** What the judge says of the same cases, in the same order. */
  readonly judged: ArrayLike<number>;
  /** What the judge says of the cases without a label. */
  readonly unlabelled: ArrayLike<number>;
  readonly conf?: number;
  /** Weight of the judge in [0, 1]: 1 is Angelopoulos et al. 2023, 0 the labels alone. Default: tuned for the least variance. */
  readonly lambda?: number;
}

export interface PredictionPowered {
  /** Labelled cases, and those without a label. */
  readonly n: number;
  readonly unlabelled: number;
  readonly estimate: number | null;
  readonly se: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  /** The weight that the judge had; null without an estimate. */
  readonly lambda: number | null;
}

/**
 * The mean of what people would say of all cases, from few labels and a judge of all: prediction-powered inference
 * (Angelopoulos, Bates, Fannjiang, Jordan & Zrnic 2023) with the weight of PPI++ (Angelopoulos, Duchi & Zrnic 2023),
 * `mean(label - lambda judged) + lambda mean(unlabelled)`. The labelled cases must be a random sample. A judge that is of
 * no use gets weight 0, so the interval is about that of the labels alone at worst. The interval is a t interval with
 * n - 1 degrees of freedom. Fewer than two labels: no interval; none: no estimate.
 */
export function predictionPowered(input: PredictionPoweredInput): PredictionPowered {
  const { labels, judged, unlabelled, conf = 0.95 } = input;
  requireConfidence(conf);
  requireSameLength(labels, judged, "labels and judged");
  const n = labels.length;
  const base = { n, unlabelled: unlabelled.length };
  const mean = (values: ArrayLike<number>): number => meanSd({ x: values }).mean ?? 0;
  if (n === 0) return { ...base, estimate: null, se: null, lo: null, hi: null, lambda: null };
  const lambda = unlabelled.length === 0 ? 0 : (input.lambda ?? tunedWeight(input));
  const rest = Float64Array.from(labels, (label, index) => label - lambda * (judged[index] as number));
  const estimate = mean(rest) + lambda * mean(unlabelled);
  if (n === 1) return { ...base, estimate, se: null, lo: null, hi: null, lambda };
  const ofLabels = (meanSd({ x: rest }).sd ?? 0) ** 2 / n;
  const ofJudge = lambda === 0 ? 0 : (lambda ** 2 * (meanSd({ x: unlabelled }).sd ?? 0) ** 2) / unlabelled.length;
  const se = Math.sqrt(ofLabels + ofJudge);
  const half = tPpf(1 - (1 - conf) / 2, n - 1) * se;
  return { ...base, estimate, se, lo: estimate - half, hi: estimate + half, lambda };
}

/** Covariance of label and judge over (1 + n / N) times the variance of the judge, held inside [0, 1]. */
function tunedWeight({ labels, judged, unlabelled }: PredictionPoweredInput): number {
  const n = labels.length;
  const all = new Float64Array(n + unlabelled.length);
  all.set(Float64Array.from(judged));
  all.set(Float64Array.from(unlabelled), n);
  const variance = (meanSd({ x: all }).sd ?? 0) ** 2;
  if (n < 2 || variance === 0) return 0;
  const meanLabel = meanSd({ x: labels }).mean ?? 0;
  const meanJudged = meanSd({ x: judged }).mean ?? 0;
  let products = 0;
  for (let index = 0; index < n; index++)
    products += ((labels[index] as number) - meanLabel) * ((judged[index] as number) - meanJudged);
  const weight = products / (n - 1) / ((1 + n / unlabelled.length) * variance);
  return Math.min(1, Math.max(0, weight));
}
