import { requirePositive } from "../argument-checks.ts";
import { largestMagnitude } from "../descriptive/t-interval.ts";
import { tPpf } from "../distributions/student-t.ts";
import { differences, type Numbers } from "../missing-values.ts";
import { groupSums, groupValues, type ClusterIds, type GroupedValues } from "../paired/cluster-groups.ts";
import { clusterMean } from "../paired/cluster-mean.ts";
import { pseudoPairT } from "../paired/pseudo-pair-t.ts";
import { signFlip } from "../permutation/sign-flip.ts";
import {
  checkedOptions,
  judged,
  type Comparison,
  type ComparisonFlag,
  type ComparisonOptions,
  type InsufficientReason,
  type Interval,
  type IntervalMethod,
} from "./comparison.ts";
import { decidingSizes } from "./deciding-sizes.ts";
import { extremeShare } from "./heavy-tail.ts";
import { FEWEST_CASES } from "./verdict.ts";

/** Fewer non-ties than this and the t interval is not to be trusted. */
const SPARSE_BELOW = 15;
const FEW_CLUSTERS_BELOW = 20;
const FEWEST_DF = 4;

/** Paired scores as differences B - A (one a case, repeats averaged first), or as the two arms. */
export type PairedScores =
  | { readonly d: Numbers; readonly cluster?: ClusterIds | undefined }
  | { readonly a: Numbers; readonly b: Numbers; readonly cluster?: ClusterIds | undefined };

export interface PairedScoresOptions extends ComparisonOptions {
  /** The largest possible |d|: 1 for scores in [0, 1], 4 for a 1-5 scale; null for unbounded scores. */
  readonly range: number | null;
}

/** An interval on the t scale; its two levels differ in the quantile only. */
interface TForm {
  readonly method: IntervalMethod;
  readonly centre: number;
  readonly se: number;
  readonly df: number;
  readonly isDegenerate: boolean;
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

/** The pseudo-pair t; with clusters the two added cases are clusters of their own. */
function pseudoForm({ values, group, groups }: GroupedValues, range: number): TForm {
  const n = values.length;
  const base = { method: "pseudo-pair t", isDegenerate: false } as const;
  if (groups === n) {
    const { mean, se, df } = pseudoPairT({ d: values, range });
    return { ...base, centre: ((mean ?? 0) * n) / (n + 2), se, df };
  }
  const d = new Float64Array(n + 2);
  d.set(values);
  d.set([range, -range], n);
  const cluster = new Int32Array(n + 2);
  cluster.set(group);
  cluster.set([groups, groups + 1], n);
  const { mean, cr2, df } = clusterMean({ d, cluster });
  return { ...base, centre: mean ?? 0, se: cr2 ?? 0, df: df ?? 1 };
}

/** The interval that the defaults choose, or null where none is honest. */
function chooseForm(grouped: GroupedValues, nonTied: number, range: number | null): TForm | null {
  if (nonTied < SPARSE_BELOW) return range === null ? null : pseudoForm(grouped, range);
  const isClustered = grouped.groups < grouped.values.length;
  const input = isClustered ? { d: grouped.values, cluster: grouped.group } : { d: grouped.values };
  const { mean, cr2, df, degenerate } = clusterMean(input);
  if (mean === null || cr2 === null || df === null) return null;
  return { method: "CR2 t", centre: mean, se: cr2, df, isDegenerate: degenerate };
}

function intervalOf(form: TForm, conf: number, range: number | null): Interval {
  const half = tPpf(1 - (1 - conf) / 2, form.df) * form.se;
  const limit = form.method === "pseudo-pair t" && range !== null ? range : Infinity;
  return { lo: Math.max(-limit, form.centre - half), hi: Math.min(limit, form.centre + half) };
}

/** Why no verdict may be given; null when one may. */
function insufficiency(
  form: TForm | null,
  units: { readonly clusters: number | null; readonly n: number },
): InsufficientReason | null {
  if (units.n === 0) return "no cases";
  if (units.clusters !== null && units.clusters < FEWEST_CASES) return "fewer than 6 clusters";
  if (units.n < FEWEST_CASES) return "fewer than 6 cases";
  if (form === null) return "fewer than 15 non-ties of an unbounded score";
  return form.df < FEWEST_DF ? "fewer than 4 degrees of freedom" : null;
}

/**
 * Compares paired scores: CR2 t interval (Bell & McCaffrey 2002) and sign-flip p; under 15 non-ties of a bounded score
 * the pseudo-pair t, of an unbounded one no interval. With `cluster`, errors, df and flips are by cluster. Fewer than 6
 * cases or clusters, or fewer than 4 df: `insufficient`. Pairs with a missing side are left out and counted.
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
  const flags: ComparisonFlag[] = [];
  if (form?.isDegenerate) flags.push("degenerate");
  if (form?.method === "pseudo-pair t") flags.push("sparse");
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
    interval: form === null ? null : intervalOf(form, 1 - alpha, range),
    marginInterval: form === null ? null : intervalOf(form, 1 - 2 * alpha, range),
    p: flips?.p ?? null,
    methods: { interval: form?.method ?? "none", p: flips?.method ?? "none" },
    flags,
    insufficient: insufficiency(form, { clusters, n }),
    sizes: decidingSizes({ n, se, estimate, margin, alpha }),
    alpha,
    margin,
    lowerIsBetter,
  });
}
