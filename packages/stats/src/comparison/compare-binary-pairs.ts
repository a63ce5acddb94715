import { differences, type Numbers } from "../missing-values.ts";
import type { ClusterIds } from "../paired/cluster-groups.ts";
import { mcnemar } from "../pairs/mcnemar.ts";
import { checkedTable, countPairs, type PairTable } from "../pairs/pair-table.ts";
import { tango } from "../pairs/tango.ts";
import { checkedOptions, judged, type Comparison, type ComparisonOptions } from "./comparison.ts";
import { comparePairedScores } from "./compare-paired-scores.ts";
import { decidingSizes } from "./deciding-sizes.ts";
import { FEWEST_CASES } from "./verdict.ts";

const FEW_DISCORDANT_BELOW = 5;
const SPARSE_BELOW = 15;

/** Pass/fail pairs, one a case (no repeats): as counts, or as 0/1 scores of the two variants. */
export type BinaryPairs =
  | PairTable
  | { readonly a: Numbers; readonly b: Numbers; readonly cluster?: ClusterIds | undefined };

function isTable(pairs: BinaryPairs): pairs is PairTable {
  return typeof pairs.a === "number";
}

/**
 * The error of the difference. Few discordant pairs are smoothed as in Bonett & Price 2012, so that no
 * discordant pair does not mean certainty.
 */
function standardError({ b, c }: PairTable, n: number): number {
  if (b + c >= SPARSE_BELOW) return Math.sqrt(Math.max(0, (b + c) / n - ((c - b) / n) ** 2) / n);
  const size = n + 2;
  return Math.sqrt(((b + c + 2) / size - ((c - b) / size) ** 2) / size);
}

/**
 * Compares pass/fail pairs: Tango's score interval and McNemar's mid-p (Tango 1998; Fagerland, Lydersen & Laake 2013).
 * With `cluster`, as scores with range 1. Fewer than 6 pairs: `insufficient`. Pairs with a missing side are left out
 * and counted; scores other than 0 and 1 throw RangeError.
 */
export function compareBinaryPairs(pairs: BinaryPairs, options: ComparisonOptions = {}): Comparison {
  const { alpha, margin, lowerIsBetter } = checkedOptions(options);
  const table = isTable(pairs) ? { ...pairs, dropped: 0 } : countPairs(pairs.a, pairs.b);
  if (!isTable(pairs) && pairs.cluster !== undefined) {
    const d = differences(pairs.a, pairs.b);
    return comparePairedScores({ d, cluster: pairs.cluster }, { ...options, range: 1 });
  }
  const { a, b, c, d, dropped } = table;
  const { n } = checkedTable({ a, b, c, d });
  const hasInterval = n >= FEWEST_CASES;
  const interval = (conf: number): { lo: number; hi: number } | null => {
    if (!hasInterval) return null;
    const { lo, hi } = tango({ a, b, c, d, conf });
    return { lo, hi };
  };
  const estimate = n === 0 ? null : (c - b) / n;
  const se = hasInterval ? standardError(table, n) : null;
  return judged({
    n,
    dropped,
    nonTied: b + c,
    table: { a, b, c, d },
    clusters: null,
    estimate,
    se,
    df: null,
    interval: interval(1 - alpha),
    marginInterval: interval(1 - 2 * alpha),
    p: n === 0 ? null : mcnemar({ b, c }).midP,
    methods: { interval: hasInterval ? "Tango score" : "none", p: n === 0 ? "none" : "McNemar mid-p" },
    flags: b + c < FEW_DISCORDANT_BELOW ? ["few discordant"] : [],
    insufficient: n === 0 ? "no cases" : hasInterval ? null : "fewer than 6 cases",
    sizes: decidingSizes({ n, se, estimate, margin, alpha }),
    alpha,
    margin,
    lowerIsBetter,
  });
}
