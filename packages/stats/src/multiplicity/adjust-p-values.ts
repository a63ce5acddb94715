type PValues = { readonly p: readonly number[] };

/** Checks p-values; NaN is allowed and means "no hypothesis". */
function checked(p: readonly number[]): void {
  for (const value of p) {
    if (typeof value !== "number" || value < 0 || value > 1) {
      throw new RangeError(`p must hold values in [0, 1] or NaN, got ${String(value)}`);
    }
  }
}

/** The hypotheses in rising order of p, without NaN. */
function ascending(p: readonly number[]): number[] {
  checked(p);
  return p
    .keys()
    .filter((index) => !Number.isNaN(p[index]))
    .toArray()
    .toSorted((left, right) => (p[left] as number) - (p[right] as number));
}

/** Adjusts from the smallest p up; no adjusted value falls below one before it. */
function stepDown(p: readonly number[], adjust: (value: number, left: number) => number): number[] {
  const order = ascending(p);
  const adjusted = p.map(() => NaN);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, adjust(p[index] as number, order.length - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}

/** Adjusts from the largest p down; no adjusted value rises above one after it. */
function stepUp(p: readonly number[], factor: (m: number) => number): number[] {
  const order = ascending(p);
  const m = order.length;
  const adjusted = p.map(() => NaN);
  let smallest = 1;
  for (let rank = m; rank >= 1; rank--) {
    const index = order[rank - 1] as number;
    smallest = Math.min(smallest, ((p[index] as number) * m * factor(m)) / rank);
    adjusted[index] = smallest;
  }
  return adjusted;
}

/** Holm's step-down adjustment (Holm 1979): family-wise error, any dependence. NaN stays NaN and is not counted. */
export function holm({ p }: PValues): number[] {
  return stepDown(p, (value, left) => value * left);
}

/** Bonferroni: p times the number of hypotheses, at most 1. NaN stays NaN and is not counted. */
export function bonferroni({ p }: PValues): number[] {
  const m = ascending(p).length;
  return p.map((value) => (Number.isNaN(value) ? NaN : Math.min(1, value * m)));
}

/** Holm with Sidak's factors: slightly sharper, for independent or positively dependent tests. */
export function holmSidak({ p }: PValues): number[] {
  return stepDown(p, (value, left) => (value === 1 ? 1 : -Math.expm1(left * Math.log1p(-value))));
}

/** Benjamini & Hochberg 1995: false discovery rate, for exploratory grids. NaN stays NaN and is not counted. */
export function benjaminiHochberg({ p }: PValues): number[] {
  return stepUp(p, () => 1);
}

/** Benjamini & Yekutieli 2001: false discovery rate under any dependence. */
export function benjaminiYekutieli({ p }: PValues): number[] {
  return stepUp(p, (m) => {
    let harmonic = 0;
    for (let index = 1; index <= m; index++) harmonic += 1 / index;
    return harmonic;
  });
}
