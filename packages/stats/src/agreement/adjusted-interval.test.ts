import { describe, expect, test } from "vitest";
import { normCdf } from "../distributions/normal.ts";
import { adjustedInterval } from "./adjusted-interval.ts";
import { gwetAC1 } from "./gwet-ac1.ts";
import { cohenKappa, kappaInterval, weightedKappa } from "./kappa.ts";
import type { AgreementTable } from "./table-shares.ts";

/** The level whose z² is a whole number of pairs. */
const levelOf = (pairs: number): number => 2 * normCdf(Math.sqrt(pairs)) - 1;

/** Gwet 2008, equation 40: the variance of AC1 of two raters. */
function gwetError(table: AgreementTable): number {
  const labels = [...table.keys()];
  const n = table.flat().reduce((sum, count) => sum + count, 0);
  const share = (i: number, j: number): number => table[i]![j]! / n;
  const mean = labels.map((i) => labels.reduce((sum, j) => sum + (share(i, j) + share(j, i)) / 2, 0));
  const chance = mean.reduce((sum, one) => sum + one * (1 - one), 0) / (labels.length - 1);
  const agreed = labels.reduce((sum, i) => sum + share(i, i), 0);
  const rest = 1 - (agreed - chance) / (1 - chance);
  const onDiagonal = labels.reduce((sum, i) => sum + share(i, i) * (1 - mean[i]!), 0) / (labels.length - 1);
  const all =
    labels
      .flatMap((i) => labels.map((j) => share(i, j) * (1 - (mean[i]! + mean[j]!) / 2) ** 2))
      .reduce((a, b) => a + b) /
    (labels.length - 1) ** 2;
  const variance =
    agreed * (1 - agreed) - 4 * rest * (onDiagonal - agreed * chance) + 4 * rest ** 2 * (all - chance ** 2);
  return Math.sqrt(variance / n) / (1 - chance);
}

describe("the interval of kappa is that of Fleiss, Cohen & Everitt with z² more pairs", () => {
  test.each([
    [
      "2 x 2, 4 pairs",
      4,
      [
        [8, 3],
        [2, 9],
      ],
      [
        [9, 4],
        [3, 10],
      ],
    ],
    [
      "3 x 3, 12 pairs",
      12,
      [
        [9, 1, 0],
        [2, 5, 1],
        [0, 0, 7],
      ],
      [
        [11, 2, 1],
        [3, 7, 2],
        [1, 1, 9],
      ],
    ],
  ] as const)("%s", (_name, pairs, table, filled) => {
    const conf = levelOf(pairs);
    const { kappa, se, lo, hi } = cohenKappa({ table: filled, conf });
    const found = kappaInterval({ table, conf });
    const plain = cohenKappa({ table }).kappa!;
    expect(found.se).toBeCloseTo(se!, 6);
    expect(found.lo).toBeCloseTo(Math.min(plain, Math.max(-1, lo!)), 6);
    expect(found.hi).toBeCloseTo(Math.max(plain, Math.min(1, hi!)), 6);
    expect(kappa).toBeLessThan(plain);
  });
});

test("the error of AC1 is that of Gwet 2008", () => {
  expect(
    gwetAC1({
      table: [
        [118, 5],
        [2, 0],
      ],
      conf: levelOf(4),
    }).se,
  ).toBeCloseTo(
    gwetError([
      [119, 6],
      [3, 1],
    ]),
    6,
  );
  const three = [
    [9, 1, 0],
    [2, 5, 1],
    [0, 0, 7],
  ];
  expect(gwetAC1({ table: three, conf: levelOf(12) }).se).toBeCloseTo(
    gwetError([
      [11, 2, 1],
      [3, 7, 2],
      [1, 1, 9],
    ]),
    6,
  );
});

test("the interval of the raw agreement is that of Agresti & Coull", () => {
  const raw = adjustedInterval(
    [
      [6, 1],
      [2, 1],
    ],
    ({ cell }) => cell(0, 0) + cell(1, 1),
    0.95,
  );
  // R: binom::binom.confint(7, 10, methods = "agresti-coull")
  expect(raw.lo).toBeCloseTo(0.3923253, 6);
  expect(raw.hi).toBeCloseTo(0.8966616, 6);
});

test.each([
  [
    "full agreement",
    [
      [6, 0],
      [0, 4],
    ],
    1,
  ],
  [
    "no agreement",
    [
      [0, 5],
      [5, 0],
    ],
    -1,
  ],
] as const)("the interval of %s has a positive width", (_name, table, value) => {
  for (const { lo, hi } of [
    kappaInterval({ table }),
    gwetAC1({ table }),
    weightedKappa({ table, weights: "linear" }),
  ]) {
    expect(hi! - lo!).toBeGreaterThan(0.2);
    expect(lo! <= value && value <= hi!).toBe(true);
  }
});

test.each([
  ["few pairs", [2, 2, 2, 3, 1, 0]],
  ["more pairs", [14, 8, 13, 7, 14, 9]],
])("full agreement is exactly 1, for any sum of its shares: %s", (_name, counts) => {
  const table = counts.map((count, row) => counts.map((_, column) => (row === column ? count : 0)));
  expect(counts.reduce((sum, count) => sum + count / counts.reduce((a, b) => a + b), 0)).toBeGreaterThan(1);
  expect(cohenKappa({ table })).toMatchObject({ kappa: 1, agreement: 1 });
  expect(gwetAC1({ table })).toMatchObject({ ac1: 1, kappa: 1, agreement: 1, hi: 1 });
  for (const { hi } of [kappaInterval({ table }), weightedKappa({ table, weights: "linear" })]) expect(hi).toBe(1);
});

test("without pairs, or with one label, there is no interval", () => {
  const none = { se: null, lo: null, hi: null };
  expect(
    kappaInterval({
      table: [
        [0, 0],
        [0, 0],
      ],
    }),
  ).toEqual(none);
  expect(
    kappaInterval({
      table: [
        [9, 0],
        [0, 0],
      ],
    }),
  ).toEqual(none);
  expect(gwetAC1({ table: [[3]] })).toMatchObject(none);
  expect(() =>
    kappaInterval({
      table: [
        [1.5, 0],
        [0, 1],
      ],
    }),
  ).toThrow("table must be an integer");
});

/** Chance that 95 % intervals of 10 pairs contain the truth, over all tables of 10 pairs. */
function coverage(shares: readonly [number, number, number, number], of: "kappa" | "ac1"): number {
  const tableOf = ([a, b, c, d]: readonly number[]): AgreementTable => [
    [a!, b!],
    [c!, d!],
  ];
  const scaled = tableOf(shares.map((share) => Math.round(share * 1e6)));
  const truth = of === "kappa" ? cohenKappa({ table: scaled }).kappa! : gwetAC1({ table: scaled }).ac1!;
  const factorials = Array.from({ length: 11 }, (_, n) =>
    Array.from({ length: n }, (__, k) => k + 1).reduce((x, y) => x * y, 1),
  );
  let [covered, defined] = [0, 0];
  for (let a = 0; a <= 10; a++)
    for (let b = 0; a + b <= 10; b++)
      for (let c = 0; a + b + c <= 10; c++) {
        const counts = [a, b, c, 10 - a - b - c];
        const { lo, hi } =
          of === "kappa" ? kappaInterval({ table: tableOf(counts) }) : gwetAC1({ table: tableOf(counts) });
        if (lo === null) continue;
        const chance = counts.reduce(
          (product, count, cell) => (product * shares[cell]! ** count) / factorials[count]!,
          factorials[10]!,
        );
        defined += chance;
        if (lo <= truth && truth <= hi!) covered += chance;
      }
  return covered / defined;
}

test.each([
  ["kappa", 0.5, 0.6],
  ["kappa", 0.5, 0.8],
  ["kappa", 0.3, 0.9],
  ["ac1", 0.5, 0.8],
  ["ac1", 0.7, 0.7],
] as const)(
  "95 %% intervals of 10 labels contain %s in 92 %% and more (%s pass, judge right in %s)",
  (of, pass, right) => {
    const fail = 1 - pass;
    const shares = [pass * right, pass * (1 - right), fail * (1 - right), fail * right] as const;
    expect(coverage(shares, of)).toBeGreaterThan(0.92);
  },
);
