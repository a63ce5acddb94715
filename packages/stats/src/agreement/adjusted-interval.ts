import { requireConfidence } from "../argument-checks.ts";
import { normPpf } from "../distributions/normal.ts";
import { type AgreementTable, sharesOf, type Shares, tableShares } from "./table-shares.ts";

export interface CoefficientInterval {
  /** The error of the coefficient of the table with the added pairs. */
  readonly se: number | null;
  /** Inside [-1, 1]. */
  readonly lo: number | null;
  readonly hi: number | null;
}

/** A coefficient of agreement that depends on the shares of the cells alone. Null where it is not defined. */
export type CoefficientOf = (shares: Shares) => number | null;

/** Step of the numeric derivative, as a share of the smallest cell. */
const STEP = 1e-3;

/**
 * The interval of a coefficient of agreement: the normal interval of the table to which z² pairs are added,
 * half of them on the diagonal and half off it, each half in equal parts. For the raw agreement this is the
 * interval of Agresti & Coull
 * 1998. The error is that of the delta method, which for kappa is the formula of Fleiss, Cohen & Everitt
 * 1969. The interval contains the coefficient of the table itself. Without added pairs, tables of few pairs
 * give intervals that are much too narrow, and full agreement gives no interval. A table of one label, or
 * without pairs: null.
 */
export function adjustedInterval(table: AgreementTable, coefficient: CoefficientOf, conf: number): CoefficientInterval {
  requireConfidence(conf);
  const none = { se: null, lo: null, hi: null };
  const value = coefficient(tableShares(table));
  if (value === null || table.length < 2) return none;
  const z = normPpf(1 - (1 - conf) / 2);
  const filled = withPairs(table, z * z);
  const centre = coefficient(sharesOf(filled));
  if (centre === null) return none;
  const se = deltaError(filled, coefficient);
  const inside = (end: number): number => Math.max(-1, Math.min(1, end));
  return { se, lo: Math.min(value, inside(centre - z * se)), hi: Math.max(value, inside(centre + z * se)) };
}

function withPairs(table: AgreementTable, pairs: number): AgreementTable {
  const size = table.length;
  const [agreed, other] = [pairs / 2 / size, pairs / 2 / (size * (size - 1))];
  return table.map((row, place) => row.map((count, column) => count + (place === column ? agreed : other)));
}

/** The error of a coefficient by its derivatives with respect to the cells, all of which must be non-empty. */
function deltaError(table: AgreementTable, coefficient: CoefficientOf): number {
  const { n } = sharesOf(table);
  const step = STEP * table.flat().reduce((least, count) => Math.min(least, count), Infinity);
  let [mean, squares] = [0, 0];
  for (const [place, row] of table.entries()) {
    for (const [column, count] of row.entries()) {
      const shifted = (by: number): number =>
        coefficient(sharesOf(table.with(place, row.with(column, count + by)))) as number;
      const slope = ((shifted(step) - shifted(-step)) / (2 * step)) * n;
      mean += (count / n) * slope;
      squares += (count / n) * slope ** 2;
    }
  }
  return Math.sqrt(Math.max(0, squares - mean ** 2) / n);
}
