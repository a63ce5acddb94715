/**
 * The data of the coverage study: differences B - A of cases with a known mean. `sizes` are the numbers of cases that are
 * studied where they are not 20, 50, 200 and 1,000.
 */
import {
  RandomStream,
  betaCdf,
  compareBinaryPairs,
  comparePairedScores,
  normCdf,
} from "../packages/stats/src/index.ts";
import type { Comparison } from "../packages/stats/src/index.ts";

const TRUTH_DRAWS = 10_000_000;

/** One way to draw data: `compare` draws n cases from a stream and compares them. */
export interface Scenario {
  readonly name: string;
  readonly truth: number;
  readonly sizes?: readonly number[];
  readonly compare: (stream: RandomStream, n: number) => Comparison;
}

function binary(name: string, cells: readonly [number, number, number]): Scenario {
  const [a, b, c] = cells;
  return {
    name,
    truth: c - b,
    compare(stream, n) {
      const counts = { a: 0, b: 0, c: 0, d: 0 };
      for (let index = 0; index < n; index++) {
        const draw = stream.nextDouble();
        if (draw < a) counts.a++;
        else if (draw < a + b) counts.b++;
        else if (draw < a + b + c) counts.c++;
        else counts.d++;
      }
      return compareBinaryPairs(counts);
    },
  };
}

type Draw = (stream: RandomStream) => number;

function scored(name: string, draw: Draw, truth: number, sizes?: readonly number[]): Scenario {
  return {
    name,
    truth,
    ...(sizes !== undefined && { sizes }),
    compare(stream, n) {
      const d = Float64Array.from({ length: n }, () => draw(stream));
      return comparePairedScores({ d }, { range: 1, label: `coverage|${name}|flips` });
    },
  };
}

/** The inverse of a rising function on [0, 1], from a table of 4,096 steps on the scale of x. */
function inverted(cdf: (x: number) => number): (p: number) => number {
  const steps = 4096;
  const table = Float64Array.from({ length: steps + 1 }, (_, index) => cdf(index / steps));
  return (p) => {
    let low = 0;
    let high = steps;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((table[middle] ?? 1) <= p) low = middle;
      else high = middle;
    }
    const from = table[low] ?? 0;
    const width = (table[high] ?? 1) - from;
    return (low + (width > 0 ? (p - from) / width : 0.5)) / steps;
  };
}

/** One standard normal by the polar method. */
export function normal(stream: RandomStream): number {
  for (;;) {
    const x = 2 * stream.nextDouble() - 1;
    const y = 2 * stream.nextDouble() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

function binomialOf5(stream: RandomStream, p: number): number {
  let passes = 0;
  for (let repeat = 0; repeat < 5; repeat++) if (stream.nextDouble() < p) passes++;
  return passes;
}

const betaA = inverted((x) => betaCdf(x, 5, 2));
const betaB = inverted((x) => betaCdf(x, 6, 2));
// Beta(1.2, .5) has infinite slopes at both ends: the table needs a separate scale, x = sin^2.
const angleOf = inverted((s) => betaCdf(Math.sin((s * Math.PI) / 2) ** 2, 1.2, 0.5));

function copulaBeta(stream: RandomStream): number {
  const first = normal(stream);
  const second = 0.7 * first + Math.sqrt(1 - 0.49) * normal(stream);
  return betaB(normCdf(second)) - betaA(normCdf(first));
}

function likert5(stream: RandomStream): number {
  const base = 1 + stream.nextBelow(5);
  const step = stream.nextDouble();
  let moved = base + (step < 0.2 ? 1 : step < 0.32 ? -1 : 0);
  if (stream.nextDouble() < 0.03) moved -= 2;
  return (Math.min(5, Math.max(1, moved)) - base) / 4;
}

function repeats5(stream: RandomStream): number {
  const p = Math.sin((angleOf(stream.nextDouble()) * Math.PI) / 2) ** 2;
  return (binomialOf5(stream, Math.min(1, p + 0.03)) - binomialOf5(stream, p)) / 5;
}

export function sparse(share: number, from: number, to: number): (stream: RandomStream) => number {
  return (stream) => (stream.nextDouble() < share ? from + (to - from) * stream.nextDouble() : 0);
}

function simulatedTruth(name: string, draw: (stream: RandomStream) => number): number {
  const stream = new RandomStream(`coverage|truth|${name}`);
  let sum = 0;
  for (let index = 0; index < TRUTH_DRAWS; index++) sum += draw(stream);
  return sum / TRUTH_DRAWS;
}

export const BINARY: readonly Scenario[] = [
  binary("null_10_10", [0.6, 0.1, 0.1]),
  binary("null_02_02_ceiling", [0.94, 0.02, 0.02]),
  binary("plus5_05_10", [0.65, 0.05, 0.1]),
  binary("plus2_01_03_ceil", [0.94, 0.01, 0.03]),
  binary("indep_50_50", [0.25, 0.25, 0.25]),
  binary("big_05_35", [0.25, 0.05, 0.35]),
  binary("onesided_00_03", [0.9, 0, 0.03]),
  binary("rare_005_005", [0.9, 0.005, 0.005]),
];

/** The bounded scenarios, and one beyond them for the type I error of the score rule: repeats of equal chances. */
export function bounded(): readonly Scenario[] {
  const equalRepeats = (stream: RandomStream): number => {
    const p = Math.sin((angleOf(stream.nextDouble()) * Math.PI) / 2) ** 2;
    return (binomialOf5(stream, p) - binomialOf5(stream, p)) / 5;
  };
  return [
    scored("copula_beta", copulaBeta, 6 / 8 - 5 / 7),
    scored("likert5", likert5, simulatedTruth("likert5", likert5)),
    scored("ties80_sym", sparse(0.2, -1, 1), 0),
    scored("ties90_pos", sparse(0.1, 0, 1), 0.05),
    scored("ties97_pos", sparse(0.03, 0.3, 1), 0.0195),
    scored("repeats5", repeats5, simulatedTruth("repeats5", repeats5)),
    scored("repeats5_null", equalRepeats, 0),
  ];
}

/** Values with their probabilities; the rest up to 1 is 0. */
function picked(values: readonly number[], chances: readonly number[]): Draw {
  return (stream) => {
    let left = stream.nextDouble();
    for (const [index, chance] of chances.entries()) {
      left -= chance;
      if (left < 0) return values[index] ?? 0;
    }
    return 0;
  };
}

function twoValues(chance: number, size: number): Draw {
  return (stream) => size * ((stream.nextDouble() < chance ? 1 : 0) - chance);
}

function equalRepeats(repeats: number, chance: number): Draw {
  const passes = (stream: RandomStream): number => {
    let count = 0;
    for (let repeat = 0; repeat < repeats; repeat++) if (stream.nextDouble() < chance) count++;
    return count;
  };
  return (stream) => (passes(stream) - passes(stream)) / repeats;
}

/** Skewed, tied and sparse differences, on which t covered 64 to 92 % and the pseudo-pair t 98 to 100 %. */
export const SKEWED_OR_TIED: readonly Scenario[] = [
  scored("skew_05 (.95, -.05)", twoValues(0.05, 1), 0),
  scored("skew_10 (.9, -.1)", twoValues(0.1, 1), 0),
  scored("skew_10 (-.9, .1)", twoValues(0.1, -1), 0),
  scored("skew_10 (.45, -.05)", twoValues(0.1, 0.5), 0),
  scored("skew_20 (.8, -.2)", twoValues(0.2, 1), 0),
  scored("skew_three_values", picked([0.8, 0.4, -0.1], [0.05, 0.1, 0.85]), 0.04 + 0.04 - 0.085),
  scored(
    "skew_exponential",
    (stream) => -0.05 * Math.log(1 - stream.nextDouble() * (1 - Math.exp(-20))) - 0.05 + 1.03e-9,
    0,
  ),
  scored("ordinal_60_ties", picked([0.25, -0.25, 0.5, -0.5], [0.12, 0.12, 0.08, 0.08]), 0, [20, 25, 50, 200]),
  scored("ordinal_60_one_step", picked([0.25, -0.25], [0.2, 0.2]), 0, [20, 25, 50, 200]),
  scored("ordinal_60_gain", picked([0.25, -0.25, 0.5, -0.5], [0.22, 0.06, 0.08, 0.04]), 0.06, [20, 25, 50, 200]),
  scored("ordinal_90_ties", picked([0.25, -0.25, 0.5, -0.5], [0.03, 0.03, 0.02, 0.02]), 0, [20, 60, 200, 1000]),
  scored("ties90_sym", sparse(0.1, -1, 1), 0, [20, 60, 200, 1000]),
  scored("repeats3_half", equalRepeats(3, 0.5), 0, [20, 50, 200]),
  scored("repeats3_high", equalRepeats(3, 0.9), 0, [20, 50, 200]),
];

/**
 * Scenarios that no interval handles: a rare large failure, and raw skewed differences that should have been
 * analysed as logs.
 */
export const OUTSIDE: readonly Scenario[] = [
  scored(
    "rare_big_loss",
    (stream) => (stream.nextDouble() < 0.05 ? -0.6 + 0.05 * normal(stream) : 0.02 + 0.01 * normal(stream)),
    0.95 * 0.02 - 0.05 * 0.6,
  ),
  {
    name: "raw skewed, unbounded",
    truth: 0,
    compare(stream, n) {
      const d = Float64Array.from({ length: n }, () => -Math.log(1 - stream.nextDouble()) - 1);
      return comparePairedScores({ d }, { range: null, label: "coverage|skewed|flips" });
    },
  },
];
