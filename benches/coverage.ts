/**
 * The coverage study of the shipped defaults: 4,000 data sets a cell, fixed streams, n = 20, 50, 200, 1,000. Prints a
 * table and ends with exit code 1 where an interval covers less than 93 %, the verdict errs more often than 5 % (plus
 * Monte-Carlo error) or the sequential mode errs at any look more often than 5 %.
 *
 *   node benches/coverage.ts [data sets a cell] [part of a scenario's name] [largest n]
 */
import { RandomStream, asympCsHalfWidth, mcnemarEValue } from "../packages/stats/src/index.ts";
import { BINARY, bounded, normal, OUTSIDE, type Scenario, SKEWED_OR_TIED, sparse } from "./coverage-scenarios.ts";

const DATA_SETS = Number(process.argv[2] ?? 4000);
/** Studies only the scenarios with this in their name, without looks after every case. */
const ONLY = process.argv[3];
const LARGEST = Number(process.argv[4] ?? Infinity);
const SIZES = [20, 50, 200, 1000];
const LOWEST_COVERAGE = 0.93;
/** Cells above this are named: their intervals are wider than they need to be. */
const WIDE_ABOVE = 0.975;
const ALPHA = 0.05;

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

const failures: string[] = [];
const wide: string[] = [];
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`.padStart(9);
/** Two standard errors and a half above the level: one false alarm in 160 such cells. */
const worstTypeOne = ALPHA + 2.5 * Math.sqrt((ALPHA * (1 - ALPHA)) / DATA_SETS);

const sizesOf = ({ sizes = SIZES }: Scenario): readonly number[] => sizes.filter((n) => n <= LARGEST);

function printed(scenario: Scenario): readonly Cell[] {
  const cells = sizesOf(scenario).map((n) => study(scenario, n));
  const text = cells.map(({ coverage, decided }) => `${percent(coverage)} |${percent(decided)}`).join("");
  const sizes = scenario.sizes === undefined ? "" : `  (n = ${scenario.sizes.join(", ")})`;
  console.log(`${scenario.name.padEnd(24)}${text}${sizes}`);
  return cells;
}

console.log(`coverage of the 95 % interval | share of directed verdicts; ${DATA_SETS} data sets a cell`);
console.log(`${"scenario".padEnd(24)}${SIZES.map((n) => `n = ${n}`.padStart(20)).join("")}`);
const isChosen = ({ name }: Scenario): boolean => ONLY === undefined || name.includes(ONLY);
for (const scenario of [...BINARY, ...bounded(), ...SKEWED_OR_TIED].filter(isChosen)) {
  const cells = printed(scenario);
  for (const [index, { coverage, decided }] of cells.entries()) {
    const place = `${scenario.name}, n = ${sizesOf(scenario)[index]}`;
    if (coverage > WIDE_ABOVE) wide.push(`${percent(coverage).trim()}: ${place}`);
    if (coverage < LOWEST_COVERAGE) failures.push(`coverage ${percent(coverage)}: ${place}`);
    if (scenario.truth === 0 && decided > worstTypeOne) failures.push(`type I ${percent(decided)}: ${place}`);
  }
}
console.log("outside the bar, to be said in reports");
for (const scenario of OUTSIDE.filter(isChosen)) printed(scenario);

console.log(`\ncover more than 97.5 %:\n${wide.join("\n")}`);

const LOOKS: readonly (readonly [name: string, errs: (stream: RandomStream) => boolean])[] = [
  ["e-value, 20 % discordant", eValueErrs],
  ["confidence sequence, ties80_sym", sequenceErrs(sparse(0.2, -1, 1))],
  ["confidence sequence, normal", sequenceErrs(normal)],
];
if (ONLY === undefined) console.log("\nany-look error under no difference, looks after every case to 1,000");
for (const [title, errs] of ONLY === undefined ? LOOKS : []) {
  const { name, error } = peeking(title, errs);
  if (error > ALPHA) failures.push(`any-look error ${percent(error)}: ${name}`);
  console.log(`${name.padEnd(34)}${percent(error)}`);
}

if (failures.length > 0) {
  console.error(`\nbelow the bar:\n${failures.join("\n")}`);
  process.exitCode = 1;
} else console.log("\nevery cell is within the bar");
