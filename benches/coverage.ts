/**
 * The coverage study of the shipped defaults: 4,000 data sets a cell, fixed streams, n = 20, 50, 200, 1,000. Prints a
 * table and ends with exit code 1 where an interval covers less than 93 %, the verdict errs more often than 5 % (plus
 * Monte-Carlo error) or the sequential mode errs at any look more often than 5 %.
 *
 *   node benches/coverage.ts [data sets a cell]
 */
import {
  RandomStream,
  betaCdf,
  compareBinaryPairs,
  comparePairedScores,
  hedgedLogCapital,
  asympCsHalfWidth,
  mcnemarEValue,
  normCdf,
} from "../packages/stats/src/index.ts";
import type { Comparison } from "../packages/stats/src/index.ts";

const DATA_SETS = Number(process.argv[2] ?? 4000);
const SIZES = [20, 50, 200, 1000];
const LOWEST_COVERAGE = 0.93;
const ALPHA = 0.05;
const TRUTH_DRAWS = 10_000_000;

/** One way to draw data: `compare` draws n cases from a stream and compares them. */
interface Scenario {
  readonly name: string;
  readonly truth: number;
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

function scored(name: string, draw: (stream: RandomStream) => number, truth: number): Scenario {
  return {
    name,
    truth,
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
function normal(stream: RandomStream): number {
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
// The infinite slopes of Beta(1.2, .5) at both ends need the table on a scale of its own: x = sin^2.
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

function sparse(share: number, from: number, to: number): (stream: RandomStream) => number {
  return (stream) => (stream.nextDouble() < share ? from + (to - from) * stream.nextDouble() : 0);
}

function simulatedTruth(name: string, draw: (stream: RandomStream) => number): number {
  const stream = new RandomStream(`coverage|truth|${name}`);
  let sum = 0;
  for (let index = 0; index < TRUTH_DRAWS; index++) sum += draw(stream);
  return sum / TRUTH_DRAWS;
}

const BINARY: readonly Scenario[] = [
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
function bounded(): readonly Scenario[] {
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

/** What no interval fixes: a rare large failure, and raw skewed differences that should have been analysed as logs. */
const OUTSIDE: readonly Scenario[] = [
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

interface Cell {
  readonly coverage: number;
  /** Share of verdicts `better` or `worse`. */
  readonly decided: number;
}

function study(scenario: Scenario, n: number): Cell {
  const stream = new RandomStream(`coverage|${scenario.name}|${n}`);
  let covered = 0;
  let decided = 0;
  for (let set = 0; set < DATA_SETS; set++) {
    const { interval, verdict } = scenario.compare(stream, n);
    if (interval !== null && interval.lo <= scenario.truth && scenario.truth <= interval.hi) covered++;
    if (verdict.verdict === "better" || verdict.verdict === "worse") decided++;
  }
  return { coverage: covered / DATA_SETS, decided: decided / DATA_SETS };
}

/** Looks after every case from 10 to 1,000 under no difference; the share of runs that err at any look. */
function peeking(name: string, errs: (stream: RandomStream) => boolean): { name: string; error: number } {
  const stream = new RandomStream(`coverage|peeking|${name}`);
  let errors = 0;
  for (let set = 0; set < DATA_SETS; set++) if (errs(stream)) errors++;
  return { name, error: errors / DATA_SETS };
}

const FIRST_LOOK = 10;
const LAST_LOOK = 1000;
const FIRST_ASYMPTOTIC_LOOK = 50;

function eValueErrs(stream: RandomStream): boolean {
  let [b, c] = [0, 0];
  let hasErred = false;
  for (let n = 1; n <= LAST_LOOK; n++) {
    const draw = stream.nextDouble();
    if (draw >= 0.2) continue;
    if (draw < 0.1) b++;
    else c++;
    if (n >= FIRST_LOOK && mcnemarEValue({ b, c }).logUniform >= -Math.log(ALPHA)) hasErred = true;
  }
  return hasErred;
}

function sequenceErrs(draw: (stream: RandomStream) => number): (stream: RandomStream) => boolean {
  return (stream) => {
    let [mean, squares] = [0, 0];
    let hasErred = false;
    for (let n = 1; n <= LAST_LOOK; n++) {
      const value = draw(stream);
      const before = value - mean;
      mean += before / n;
      squares += before * (value - mean);
      if (n < FIRST_ASYMPTOTIC_LOOK) continue;
      const sd = Math.sqrt(squares / (n - 1));
      const { halfWidth } = asympCsHalfWidth({ n, sd, alpha: ALPHA, nStar: LAST_LOOK / 3 });
      if (Math.abs(mean) > (halfWidth ?? Infinity)) hasErred = true;
    }
    return hasErred;
  };
}

/** The capital only grows by luck here; its running maximum is the any-look error, so every prefix must be tried. */
function bettingErrs(stream: RandomStream): boolean {
  const x: number[] = [];
  let logUp = Math.log(0.5);
  let logDown = Math.log(0.5);
  let [sum, squares] = [0.5, 0.25];
  let hasErred = false;
  for (let t = 1; t <= LAST_LOOK; t++) {
    const value = (1 + sparse(0.2, -1, 1)(stream)) / 2;
    x.push(value);
    const bet = Math.min(1, Math.sqrt((2 * Math.log(2 / ALPHA)) / (t * Math.log(1 + t) * (squares / t))));
    logUp += Math.log1p(bet * (value - 0.5));
    logDown += Math.log1p(-bet * (value - 0.5));
    sum += value;
    squares += (value - sum / (t + 1)) ** 2;
    if (t >= FIRST_LOOK && Math.max(logUp, logDown) >= -Math.log(ALPHA)) hasErred = true;
  }
  // The running form above must be the library's, or this line measures nothing.
  const [last = NaN] = hedgedLogCapital({ x, alpha: ALPHA, m: [0.5] });
  if (Math.abs(last - Math.max(logUp, logDown)) > 1e-9) throw new Error("the capital does not agree");
  return hasErred;
}

const failures: string[] = [];
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`.padStart(9);
/** Two standard errors and a half above the level: one false alarm in 160 such cells. */
const worstTypeOne = ALPHA + 2.5 * Math.sqrt((ALPHA * (1 - ALPHA)) / DATA_SETS);

function printed(scenario: Scenario): readonly Cell[] {
  const cells = SIZES.map((n) => study(scenario, n));
  const text = cells.map(({ coverage, decided }) => `${percent(coverage)} |${percent(decided)}`).join("");
  console.log(`${scenario.name.padEnd(24)}${text}`);
  return cells;
}

console.log(`coverage of the 95 % interval | share of directed verdicts; ${DATA_SETS} data sets a cell`);
console.log(`${"scenario".padEnd(24)}${SIZES.map((n) => `n = ${n}`.padStart(20)).join("")}`);
for (const scenario of [...BINARY, ...bounded()]) {
  const cells = printed(scenario);
  for (const [index, { coverage, decided }] of cells.entries()) {
    const place = `${scenario.name}, n = ${SIZES[index]}`;
    if (coverage < LOWEST_COVERAGE) failures.push(`coverage ${percent(coverage)}: ${place}`);
    if (scenario.truth === 0 && decided > worstTypeOne) failures.push(`type I ${percent(decided)}: ${place}`);
  }
}
console.log("outside the bar, to be said in reports");
for (const scenario of OUTSIDE) printed(scenario);

console.log("\nany-look error under no difference, looks after every case to 1,000");
for (const { name, error } of [
  peeking("e-value, 20 % discordant", eValueErrs),
  peeking("confidence sequence, ties80_sym", sequenceErrs(sparse(0.2, -1, 1))),
  peeking("confidence sequence, normal", sequenceErrs(normal)),
  peeking("hedged betting, ties80_sym", bettingErrs),
]) {
  if (error > ALPHA) failures.push(`any-look error ${percent(error)}: ${name}`);
  console.log(`${name.padEnd(34)}${percent(error)}`);
}

if (failures.length > 0) {
  console.error(`\nbelow the bar:\n${failures.join("\n")}`);
  process.exitCode = 1;
} else console.log("\nevery cell is within the bar");
