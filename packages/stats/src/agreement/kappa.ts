import { requireConfidence, requireCount } from "../argument-checks.ts";
import { normPpf } from "../distributions/normal.ts";
import { adjustedInterval, type CoefficientInterval } from "./adjusted-interval.ts";
import { type AgreementTable, sharedAgreement, type Shares, tableShares } from "./table-shares.ts";

/** Sum over all cells of weight(i, j) times a value. */
function weigh(size: number, term: (row: number, column: number) => number): number {
  let sum = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) sum += term(row, column);
  }
  return sum;
}

export interface Kappa {
  readonly n: number;
  /** Null where one category holds everything, and without pairs. */
  readonly kappa: number | null;
  readonly se: number | null;
  /** Ends of the large-sample interval. They are too narrow below a few hundred pairs: `kappaInterval` is not. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** Raw share of agreement; null without pairs. */
  readonly agreement: number | null;
}

/** Cohen's kappa (Cohen 1960) with the large-sample error of Fleiss, Cohen & Everitt 1969. One category: null. */
export function cohenKappa(input: { readonly table: AgreementTable; readonly conf?: number }): Kappa {
  const conf = input.conf ?? 0.95;
  requireConfidence(conf);
  const shares = tableShares(input.table);
  const { n, size, cell } = shares;
  const none = { kappa: null, se: null, lo: null, hi: null };
  if (n === 0) return { n, ...none, agreement: null };
  const { agreement, chance, row, column } = kappaParts(shares);
  const kappa = kappaOf(shares);
  if (kappa === null) return { n, ...none, agreement };
  const diagonal = weigh(size, (i, j) => (i === j ? cell(i, i) * (1 - (row(i) + column(i)) * (1 - kappa)) ** 2 : 0));
  const off = weigh(size, (i, j) => (i === j ? 0 : cell(i, j) * (column(i) + row(j)) ** 2));
  const variance = (diagonal + (1 - kappa) ** 2 * off - (kappa - chance * (1 - kappa)) ** 2) / (1 - chance) ** 2 / n;
  const se = Math.sqrt(Math.max(0, variance));
  const half = normPpf(1 - (1 - conf) / 2) * se;
  return { n, kappa, se, lo: kappa - half, hi: kappa + half, agreement };
}

function kappaParts(shares: Shares) {
  const { size, rows, columns } = shares;
  const row = (index: number): number => rows[index] ?? 0;
  const column = (index: number): number => columns[index] ?? 0;
  const agreement = sharedAgreement(shares);
  const chance = weigh(size, (i, j) => (i === j ? row(i) * column(i) : 0));
  return { agreement, chance, row, column };
}

function kappaOf(shares: Shares): number | null {
  if (shares.n === 0) return null;
  const { agreement, chance } = kappaParts(shares);
  return 1 - chance <= 1e-15 ? null : (agreement - chance) / (1 - chance);
}

/** The interval of Cohen's kappa that also fits few pairs; see `adjustedInterval`. */
export function kappaInterval(input: { readonly table: AgreementTable; readonly conf?: number }): CoefficientInterval {
  return adjustedInterval(input.table, kappaOf, input.conf ?? 0.95);
}

/** Weighted kappa with its interval; see `adjustedInterval`. */
export interface WeightedKappa extends CoefficientInterval {
  readonly n: number;
  readonly kappa: number | null;
}

/** Weighted kappa for ordered categories (Cohen 1968), linear or quadratic in the distance. No chance disagreement: null. */
export function weightedKappa(input: {
  readonly table: AgreementTable;
  readonly weights: "linear" | "quadratic";
  readonly conf?: number;
}): WeightedKappa {
  if (input.weights !== "linear" && input.weights !== "quadratic") {
    throw new RangeError(`weights must be "linear" or "quadratic", got ${String(input.weights)}`);
  }
  const { table, conf = 0.95 } = input;
  const power = input.weights === "linear" ? 1 : 2;
  const shares = tableShares(table);
  const coefficient = (of: Shares): number | null => weightedCoefficient(of, power);
  return { n: shares.n, kappa: coefficient(shares), ...adjustedInterval(table, coefficient, conf) };
}

function weightedCoefficient({ n, size, cell, rows, columns }: Shares, power: 1 | 2): number | null {
  if (n === 0) return null;
  const distance = (i: number, j: number): number => Math.abs(i - j) ** power;
  const observed = weigh(size, (i, j) => distance(i, j) * cell(i, j));
  const expected = weigh(size, (i, j) => distance(i, j) * (rows[i] ?? 0) * (columns[j] ?? 0));
  return expected <= 1e-15 ? null : 1 - observed / expected;
}

/**
 * Fleiss' kappa for many raters (Fleiss 1971): one row per case, one column a category, equal row sums of 2
 * or more.
 */
export function fleissKappa(input: { readonly counts: AgreementTable }): {
  readonly n: number;
  readonly kappa: number | null;
} {
  const { counts } = input;
  const n = counts.length;
  const sizes = counts.map((row) => {
    for (const count of row) requireCount(count, "counts");
    return row.reduce((sum, count) => sum + count, 0);
  });
  const raters = sizes[0] ?? 0;
  if (sizes.some((size) => size !== raters)) throw new RangeError("counts must have equal row sums");
  if (n === 0 || raters < 2) return { n, kappa: null };
  const squares = counts.map((row) => row.reduce((sum, count) => sum + count * (count - 1), 0));
  const observed = squares.reduce((sum, value) => sum + value, 0) / (n * raters * (raters - 1));
  const categories = counts.reduce((most, row) => Math.max(most, row.length), 0);
  let chance = 0;
  for (let category = 0; category < categories; category++) {
    const total = counts.reduce((sum, row) => sum + (row[category] ?? 0), 0);
    chance += (total / (n * raters)) ** 2;
  }
  return { n, kappa: 1 - chance <= 1e-15 ? null : (observed - chance) / (1 - chance) };
}
