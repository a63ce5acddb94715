import type { Numbers } from "../missing-values.ts";
import type { ClusterIds } from "../paired/cluster-groups.ts";
import { missingReport, type MissingReport } from "../paired/missing-report.ts";
import { compareBinaryPairs } from "./compare-binary-pairs.ts";
import { comparePairedScores } from "./compare-paired-scores.ts";
import type { Comparison, ComparisonOptions } from "./comparison.ts";

/** One comparison read with errors left out and with errors scored 0. */
export interface ErrorsComparison {
  /** Errors scored 0: the default for verdicts. */
  readonly scoredZero: Comparison;
  /** Complete pairs only. */
  readonly excluded: Comparison;
  /** Differences and bounds, error counts, and whether to warn. */
  readonly report: MissingReport;
  /** The two verdicts differ: report `inconclusive (depends on errors)`. */
  readonly dependsOnErrors: boolean;
}

export interface ErrorsOptions extends ComparisonOptions {
  /** Pass/fail scores without repeats, or scores in [min, max]. */
  readonly kind: "binary" | "scores";
  readonly min?: number;
  readonly max?: number;
}

function withZeros(scores: Numbers): Float64Array {
  return Float64Array.from(scores, (score) => {
    return score === null || score === undefined || Number.isNaN(score) ? 0 : score;
  });
}

/** Compares scores of which some are missing because the call failed (null or NaN), three ways (Manski 1990). */
export function compareWithErrors(
  pairs: { readonly a: Numbers; readonly b: Numbers; readonly cluster?: ClusterIds | undefined },
  options: ErrorsOptions,
): ErrorsComparison {
  const { kind, min = 0, max = 1, ...rest } = options;
  const { a, b, cluster } = pairs;
  const report = missingReport({ a, b, min, max });
  const range = Math.max(max, 0) - Math.min(min, 0);
  const compare = (left: Numbers, right: Numbers): Comparison =>
    kind === "binary"
      ? compareBinaryPairs({ a: left, b: right, cluster }, rest)
      : comparePairedScores({ a: left, b: right, cluster }, { ...rest, range });
  const scoredZero = compare(withZeros(a), withZeros(b));
  const excluded = compare(a, b);
  const dependsOnErrors = scoredZero.verdict.verdict !== excluded.verdict.verdict;
  return { scoredZero, excluded, report, dependsOnErrors };
}
