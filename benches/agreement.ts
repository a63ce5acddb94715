/**
 * Coverage of the 95 % intervals of kappa, weighted kappa and AC1: exact over all tables for two labels and up to 20 pairs,
 * else simulated with fixed streams. The judge is right with the same chance for each label, else it gives another label.
 * Ends with exit code 1 where an interval covers less than 88.5 %.
 *
 *   node benches/agreement.ts [data sets a simulated cell]
 */
import { gwetAC1, kappaInterval, RandomStream, weightedKappa } from "../packages/stats/src/index.ts";

type Table = readonly (readonly number[])[];
interface Ends {
  readonly lo: number | null;
  readonly hi: number | null;
}

const DATA_SETS = Number(process.argv[2] ?? 2000);
const LEAST = 0.885;
const SIZES = [10, 20, 50, 100, 200] as const;
const RIGHT = [0.6, 0.7, 0.8, 0.9, 0.95, 0.98] as const;
const LABELS: Readonly<Record<string, readonly number[]>> = {
  "two labels, 10 % pass": [0.9, 0.1],
  "two labels, 30 % pass": [0.7, 0.3],
  "two labels, 50 % pass": [0.5, 0.5],
  "two labels, 70 % pass": [0.3, 0.7],
  "two labels, 90 % pass": [0.1, 0.9],
  "three labels, even": [1 / 3, 1 / 3, 1 / 3],
  "three labels, 90 % the first": [0.9, 0.05, 0.05],
  "five labels, even": [0.2, 0.2, 0.2, 0.2, 0.2],
  "five labels, 80 % the last": [0.02, 0.03, 0.05, 0.1, 0.8],
};
const weighted = (table: Table) => weightedKappa({ table, weights: "quadratic" });
const COEFFICIENTS: Readonly<
  Record<string, { readonly value: (table: Table) => number; readonly ends: (table: Table) => Ends }>
> = {
  kappa: { value: (table) => kappaOf(table), ends: (table) => kappaInterval({ table }) },
  "weighted kappa": { value: (table) => weighted(table).kappa!, ends: weighted },
  AC1: { value: (table) => gwetAC1({ table }).ac1!, ends: (table) => gwetAC1({ table }) },
};

const kappaOf = (table: Table): number => gwetAC1({ table }).kappa!;

/** Shares of the cells, row by row. */
function cellsOf(labels: readonly number[], right: number): readonly number[] {
  return labels.flatMap((share, row) =>
    labels.map((_, column) => share * (row === column ? right : (1 - right) / (labels.length - 1))),
  );
}

const squared = (cells: readonly number[], size: number): Table =>
  Array.from({ length: size }, (_, row) => cells.slice(row * size, (row + 1) * size));

/** All tables of two labels with their chances. */
function* allTables(cells: readonly number[], n: number): Generator<readonly [readonly number[], number]> {
  const logs = [0];
  for (let k = 1; k <= n; k++) logs.push(logs[k - 1]! + Math.log(k));
  for (let a = 0; a <= n; a++)
    for (let b = 0; a + b <= n; b++)
      for (let c = 0; a + b + c <= n; c++) {
        const counts = [a, b, c, n - a - b - c];
        const log = counts.reduce((sum, count, cell) => sum + count * Math.log(cells[cell]!) - logs[count]!, logs[n]!);
        yield [counts, Math.exp(log)];
      }
}

function* drawnTables(
  cells: readonly number[],
  n: number,
  label: string,
): Generator<readonly [readonly number[], number]> {
  const stream = new RandomStream(label);
  for (let set = 0; set < DATA_SETS; set++) {
    const counts = cells.map(() => 0);
    for (let pair = 0; pair < n; pair++) {
      let left = stream.nextDouble();
      let cell = 0;
      while (cell < cells.length - 1 && (left -= cells[cell]!) > 0) cell++;
      counts[cell]!++;
    }
    yield [counts, 1 / DATA_SETS];
  }
}

/** Coverage where the coefficient is defined, which excludes tables with a single label. */
function coverage(name: string, { labels, right, n }: { labels: readonly number[]; right: number; n: number }): number {
  const { value, ends } = COEFFICIENTS[name]!;
  const cells = cellsOf(labels, right);
  const size = labels.length;
  const truth = value(
    squared(
      cells.map((share) => Math.round(share * 1e9)),
      size,
    ),
  );
  const known = new Map<string, Ends>();
  let [covered, defined] = [0, 0];
  const tables =
    size === 2 && n <= 20 ? allTables(cells, n) : drawnTables(cells, n, `agreement|${labels.join()}|${right}|${n}`);
  for (const [counts, chance] of tables) {
    const key = counts.join();
    const found = known.get(key) ?? ends(squared(counts, size));
    known.set(key, found);
    if (found.lo === null) continue;
    defined += chance;
    if (found.lo <= truth + 1e-9 && truth - 1e-9 <= found.hi!) covered += chance;
  }
  return covered / defined;
}

let isWithin = true;
console.log(`least and mean coverage over a judge that is right in ${RIGHT.join(", ")}; n = ${SIZES.join(", ")}`);
for (const coefficient of Object.keys(COEFFICIENTS)) {
  for (const [name, labels] of Object.entries(LABELS)) {
    if (coefficient === "weighted kappa" && labels.length === 2) continue;
    const found = SIZES.map((n) => RIGHT.map((right) => coverage(coefficient, { labels, right, n })));
    if (found.flat().some((share) => share < LEAST)) isWithin = false;
    const text = found.map((shares) => {
      const least = Math.min(...shares);
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      return `${(100 * least).toFixed(1)} (right ${RIGHT[shares.indexOf(least)]}), ${(100 * mean).toFixed(1)}`;
    });
    console.log(`| ${coefficient}, ${name} | ${text.join(" | ")} |`);
  }
}
if (!isWithin) process.exitCode = 1;
