/**
 * The study of the ratings: how often their 95 % intervals contain the true log strength, and how often the data have no
 * finite one. The truth of a cell is the rating of one sample of 200,000 cases. Fixed streams. Ends with exit code 1 where
 * a cell is covered in less than 93 % (plus Monte-Carlo error), unless it is known to fail.
 *
 *   node benches/ratings.ts [data sets a cell] [part of the name of a scenario]
 */
import { type PairRatings, pairRatings, RandomStream } from "../packages/stats/src/index.ts";
import { normal } from "./coverage-scenarios.ts";

const DATA_SETS = Number(process.argv[2] ?? 4000);
const ONLY = process.argv[3] ?? "";
const CASES = [20, 50, 200];
const LARGE = 200_000;
const AIM = 0.93;

interface DataSet {
  readonly scores: Float64Array[];
  readonly cluster?: Int32Array;
  readonly rival?: number;
  readonly covariates?: Float64Array[][];
}
interface Scenario {
  readonly name: string;
  readonly draw: (cases: number, stream: RandomStream) => DataSet;
  /** Numbers of cases at which the docs say that it fails. */
  readonly fails?: readonly number[];
}

const chance = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
const columns = (count: number, cases: number): Float64Array[] =>
  Array.from({ length: count }, () => new Float64Array(cases));

/** Pass or fail: one log-odds a variant, and difficulties of the cases with their standard deviation. */
function passes(abilities: readonly number[], spread = 1.2) {
  return (cases: number, stream: RandomStream): DataSet => {
    const scores = columns(abilities.length, cases);
    for (let place = 0; place < cases; place++) {
      const hard = spread * normal(stream);
      for (const [which, ability] of abilities.entries())
        scores[which]![place] = stream.nextDouble() < chance(ability + hard) ? 1 : 0;
    }
    return { scores };
  };
}

/** Clusters of five cases share most of their difficulty and of each variant's deviation from it. */
function clustered(cases: number, stream: RandomStream): DataSet {
  const abilities = [0, 0.4, 0.8];
  const scores = columns(3, cases);
  let own: number[] = [];
  for (let place = 0; place < cases; place++) {
    if (place % 5 === 0) own = abilities.map((ability) => ability + 0.8 * normal(stream));
    for (const [which, ability] of own.entries())
      scores[which]![place] = stream.nextDouble() < chance(ability + 0.5 * normal(stream)) ? 1 : 0;
  }
  return { scores, cluster: Int32Array.from({ length: cases }, (_, place) => Math.floor(place / 5)) };
}

/** A judge's grades in steps of a quarter. */
function grades(cases: number, stream: RandomStream): DataSet {
  const scores = columns(4, cases);
  for (let place = 0; place < cases; place++) {
    const hard = normal(stream);
    for (const which of [0, 1, 2, 3]) {
      const value = 0.5 + 0.08 * which + 0.15 * hard + 0.2 * normal(stream);
      scores[which]![place] = Math.min(4, Math.max(0, Math.round(4 * value))) / 4;
    }
  }
  return { scores };
}

/** A pairwise judge: each variant against the first, with ties. */
function judged(cases: number, stream: RandomStream): DataSet {
  const scores = columns(4, cases);
  for (let place = 0; place < cases; place++) {
    const hard = 0.7 * normal(stream);
    scores[0]![place] = 0.5;
    for (const which of [1, 2, 3]) {
      const draw = stream.nextDouble();
      const wins = chance(0.3 * which - 0.3 + hard);
      scores[which]![place] = draw < 0.2 ? 0.5 : stream.nextDouble() < wins ? 1 : 0;
    }
  }
  return { scores, rival: 0 };
}

/** Grades that rise with the length of the answer, which differs by variant. */
function styled(cases: number, stream: RandomStream): DataSet {
  const scores = columns(3, cases);
  const lengths = columns(3, cases);
  for (let place = 0; place < cases; place++) {
    const topic = normal(stream);
    for (const which of [0, 1, 2]) {
      const log = 0.4 * topic + 0.3 * which + 0.5 * normal(stream);
      lengths[which]![place] = 200 * Math.exp(log);
      scores[which]![place] = 0.3 * log + 0.2 * (which === 2 ? 1 : 0) + 0.5 * normal(stream);
    }
  }
  return { scores, covariates: [lengths] };
}

const SCENARIOS: readonly Scenario[] = [
  { name: "3 variants, pass or fail, 50 to 70 %", draw: passes([0, 0.5, 1]) },
  { name: "3 equal variants, pass or fail, 50 %", draw: passes([0, 0, 0]) },
  { name: "4 variants near the ceiling, 90 to 96 %", draw: passes([2.8, 3, 3.4, 3.8]), fails: [20] },
  { name: "8 variants, pass or fail", draw: passes([-0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8]) },
  { name: "4 variants, grades in steps of 0.25", draw: grades },
  { name: "3 variants, clusters of 5 cases", draw: clustered },
  { name: "pairwise judge, 3 variants against one", draw: judged },
  { name: "3 variants at equal length", draw: styled },
];

interface Cell {
  readonly lowest: number;
  readonly mean: number;
  readonly coefficient: number | null;
  readonly unrated: number;
}

function cellOf({ name, draw }: Scenario, { cases, truth }: { cases: number; truth: PairRatings }): Cell {
  const held = truth.players!.map(() => 0);
  let [slope, rated] = [0, 0];
  for (let set = 0; set < DATA_SETS; set++) {
    const { players, coefficients } = pairRatings(draw(cases, new RandomStream(`ratings/${name}|${cases}|${set}`)));
    if (players === null) continue;
    rated++;
    for (const [which, { lo, hi }] of players.entries()) {
      const { estimate } = truth.players![which]!;
      if (lo <= estimate && estimate <= hi) held[which]!++;
    }
    const [first] = coefficients!;
    const { estimate = NaN } = truth.coefficients![0] ?? {};
    if (first !== undefined && first.lo <= estimate && estimate <= first.hi) slope++;
  }
  const shares = held.map((count) => count / rated);
  return {
    lowest: Math.min(...shares),
    mean: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    coefficient: truth.coefficients!.length === 0 ? null : slope / rated,
    unrated: 1 - rated / DATA_SETS,
  };
}

const percent = (share: number): string => (100 * share).toFixed(1);
const error = 3 * Math.sqrt((AIM * (1 - AIM)) / DATA_SETS);
for (const scenario of SCENARIOS.filter(({ name }) => name.includes(ONLY))) {
  const truth = pairRatings(scenario.draw(LARGE, new RandomStream(`ratings/truth|${scenario.name}`)));
  const cells = CASES.map((cases) => {
    const { lowest, mean, coefficient, unrated } = cellOf(scenario, { cases, truth });
    const isBad = Math.min(lowest, coefficient ?? 1) < AIM - error;
    if (isBad && scenario.fails?.includes(cases) !== true) process.exitCode = 1;
    const style = coefficient === null ? "" : `, effect of length ${percent(coefficient)}`;
    if (unrated === 1) return `n = ${cases}: no rating`;
    return `n = ${cases}: ${percent(mean)} (lowest ${percent(lowest)}${style}), no rating ${percent(unrated)}${isBad ? " *" : ""}`;
  });
  console.log(`${scenario.name}\n  ${cells.join("\n  ")}`);
}
