import { requirePositive } from "../argument-checks.ts";
import { largestMagnitude } from "../descriptive/t-interval.ts";
import { tPpf } from "../distributions/student-t.ts";
import { differences, type Numbers } from "../missing-values.ts";
import { groupSums, groupValues, type ClusterIds, type GroupedValues } from "../paired/cluster-groups.ts";
import { clusterMean } from "../paired/cluster-mean.ts";
import { LIKELIHOOD_UP_TO, likelihoodInterval } from "../paired/likelihood-interval.ts";
import { signFlip, type SignFlip } from "../permutation/sign-flip.ts";
import {
  checkedOptions,
  judged,
  type Comparison,
  type ComparisonFlag,
  type ComparisonOptions,
  type InsufficientReason,
  type Interval,
  type IntervalMethod,
  type PMethod,
} from "./comparison.ts";
import { decidingSizes } from "./deciding-sizes.ts";
import { extremeShare } from "./heavy-tail.ts";
import { FEWEST_CASES } from "./verdict.ts";

/** Fewer cases that vary than this are called sparse. */
const SPARSE_BELOW = 15;
const FEW_CLUSTERS_BELOW = 20;
const FEWEST_DF = 4;

/** Paired scores as differences B - A (one a case, repeats averaged first), or as the two variants. */
export type PairedScores =
  | { readonly d: Numbers; readonly cluster?: ClusterIds | undefined }
  | { readonly a: Numbers; readonly b: Numbers; readonly cluster?: ClusterIds | undefined };

export interface PairedScoresOptions extends ComparisonOptions {
  /** The largest possible |d|: 1 for scores in [0, 1], 4 for a 1-5 scale; null for unbounded scores. */
  readonly range: number | null;
}

/** An interval at any level, with the error and degrees of freedom it implies. */
interface IntervalForm {
  readonly method: IntervalMethod;
  readonly se: number;
  readonly df: number;
  readonly isDegenerate: boolean;
  /** Few cases differ from the most common difference. */
  readonly isSparse: boolean;
  /** The p that belongs to the interval; null where the sign flips alone decide. */
  readonly p: number | null;
  readonly at: (conf: number) => Interval;
}

/** Differences that are rounding of two equal scores become 0. Throws RangeError for a difference beyond the range. */
function snapped(grouped: GroupedValues, range: number | null): GroupedValues {
  const largest = largestMagnitude(grouped.values);
  if (range !== null && largest > range * (1 + 1e-9)) {
    throw new RangeError(`range must be at least every |d|, got ${range} and ${largest}`);
  }
  const tie = 1e-12 * (range ?? largest);
  return { ...grouped, values: grouped.values.map((value) => (Math.abs(value) <= tie ? 0 : value)) };
}

/** The t interval after adding a cluster at +range and one at -range (Bonett & Price 2012 carried to bounded scores). */
function pseudoForm({ values, group, groups }: GroupedValues, range: number): IntervalForm {
  const n = values.length;
  const d = new Float64Array(n + 2);
  d.set(values);
  d.set([range, -range], n);
  const cluster = new Int32Array(n + 2);
  cluster.set(group);
  cluster.set([groups, groups + 1], n);
  const { mean, cr2, df } = clusterMean({ d, cluster });
  const t = { centre: mean ?? 0, se: cr2 ?? 0, df: df ?? 1 };
  return {
    method: "pseudo-pair t",
    ...t,
    isDegenerate: false,
    isSparse: true,
    p: null,
    at: (conf) => {
      const { lo, hi } = tInterval(t, conf);
      return { lo: Math.max(-range, lo), hi: Math.min(range, hi) };
    },
  };
}

function tInterval({ centre, se, df }: { centre: number; se: number; df: number }, conf: number): Interval {
  const half = tPpf(1 - (1 - conf) / 2, df) * se;
  return { lo: centre - half, hi: centre + half };
}

/** Null if the spread between units cannot be estimated. */
function robustForm({ values, group, groups }: GroupedValues): IntervalForm | null {
  const input = groups < values.length ? { d: values, cluster: group } : { d: values };
  const { mean, cr2: se, df, degenerate } = clusterMean(input);
  if (mean === null || se === null || df === null) return null;
  const at = (conf: number): Interval => tInterval({ centre: mean, se, df }, conf);
  return { method: "CR2 t", se, df, isDegenerate: degenerate, isSparse: false, p: null, at };
}

/** Empirical likelihood. Where few cases vary, the standard error is derived from the interval's width. */
function likelihoodForm({ values }: GroupedValues, range: number | null): IntervalForm | null {
  const n = values.length;
  const { cr2 } = clusterMean({ d: values });
  if (cr2 === null) return null;
  const at = (conf: number): Interval => {
    const { lo, hi } = likelihoodInterval({ d: values, range, conf });
    return { lo: lo ?? NaN, hi: hi ?? NaN };
  };
  const df = n - 1;
  const { lo, hi, p, varied, degenerate } = likelihoodInterval({ d: values, range });
  const isSparse = varied < SPARSE_BELOW && !degenerate;
  const se = isSparse ? ((hi ?? 0) - (lo ?? 0)) / 2 / tPpf(0.975, df) : cr2;
  return { method: "empirical likelihood", se, df, isDegenerate: degenerate, isSparse, p, at };
}

/** The larger of two p-values: a claim needs the sign flips and the likelihood to agree, in families of claims too. */
function largerP(flips: SignFlip | null, form: IntervalForm | null): Pick<Comparison, "p"> & { method: PMethod } {
  if (flips === null) return { p: null, method: "none" };
  const likelihood = form?.p ?? null;
  return likelihood !== null && likelihood > flips.p ? { p: likelihood, method: "likelihood ratio" } : flips;
}

/** The interval that the defaults choose, or null where none is honest. */
function chooseForm(grouped: GroupedValues, nonTied: number, range: number | null): IntervalForm | null {
  const isSparse = nonTied < SPARSE_BELOW;
  if (isSparse && range === null) return null;
  const isClustered = grouped.groups < grouped.values.length;
  if (!isClustered && grouped.values.length <= LIKELIHOOD_UP_TO) return likelihoodForm(grouped, range);
  return isSparse && range !== null ? pseudoForm(grouped, range) : robustForm(grouped);
}

/** Why no verdict may be given; null when one may. */
function insufficiency(
  form: IntervalForm | null,
  units: { readonly clusters: number | null; readonly n: number },
): InsufficientReason | null {
  if (units.n === 0) return "no cases";
  if (units.clusters !== null && units.clusters < FEWEST_CASES) return "fewer than 6 clusters";
  if (units.n < FEWEST_CASES) return "fewer than 6 cases";
  if (form === null) return "fewer than 15 non-ties of an unbounded score";
  return form.df < FEWEST_DF ? "fewer than 4 degrees of freedom" : null;
}

/**
 * Compares paired scores: empirical-likelihood interval, and the larger p of
 * sign flips and likelihood ratio; above 5,000 cases, and with `cluster`, CR2 t
 * (Bell & McCaffrey 2002), which for under 15 non-ties becomes the pseudo-pair t. With `cluster`, errors, df and flips are
 * by cluster. Under 15 non-ties of an unbounded score there is no interval. Fewer than 6 cases or clusters, or fewer than
 * 4 df: `insufficient`. Pairs with a missing side are left out and counted.
 */
export function comparePairedScores(scores: PairedScores, options: PairedScoresOptions): Comparison {
  const { alpha, margin, lowerIsBetter, label } = checkedOptions(options);
  const { range } = options;
  if (range !== null) requirePositive(range, "range");
  const d = "d" in scores ? scores.d : differences(scores.a, scores.b);
  const isClustered = scores.cluster !== undefined;
  const grouped = snapped(groupValues(d, scores.cluster), range);
  const n = grouped.values.length;
  const clusters = isClustered ? grouped.groups : null;
  const nonTied = grouped.values.reduce((count, value) => (value === 0 ? count : count + 1), 0);
  const hasInterval = clusters === null ? n >= FEWEST_CASES : clusters >= 2;
  const form = hasInterval ? chooseForm(grouped, nonTied, range) : null;
  const flips = n === 0 ? null : signFlip({ d: isClustered ? groupSums(grouped) : grouped.values, label });
  const p = largerP(flips, form);
  const flags: ComparisonFlag[] = [];
  if (form?.isDegenerate) flags.push("degenerate");
  if (form?.isSparse) flags.push("sparse");
  if (clusters !== null && clusters < FEW_CLUSTERS_BELOW) flags.push("few clusters");
  if (extremeShare(grouped.values) > 0.5) flags.push("heavy tail");
  const estimate = n === 0 ? null : grouped.values.reduce((sum, value) => sum + value, 0) / n;
  const se = form?.se ?? null;
  return judged({
    n,
    dropped: grouped.dropped,
    nonTied,
    table: null,
    clusters,
    estimate,
    se,
    df: form?.df ?? null,
    interval: form === null ? null : form.at(1 - alpha),
    marginInterval: form === null ? null : form.at(1 - 2 * alpha),
    p: p.p,
    methods: { interval: form?.method ?? "none", p: p.method },
    flags,
    insufficient: insufficiency(form, { clusters, n }),
    sizes: decidingSizes({ n, se, estimate, margin, alpha }),
    alpha,
    margin,
    lowerIsBetter,
  });
}
