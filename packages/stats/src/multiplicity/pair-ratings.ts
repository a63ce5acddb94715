import { requireConfidence } from "../argument-checks.ts";
import { tPpf } from "../distributions/student-t.ts";
import { componentsOf, lead, type PairCounts, pairCounts } from "./pair-counts.ts";
import { invert, solveStep } from "./solve.ts";

type Column = ArrayLike<number>;

export interface RatingInput {
  /** Scores by player, then by case; NaN for a case without one. */
  readonly scores: readonly Column[];
  /** Covariates that may explain a pair's result: by covariate, player and case, each from 0. NaN counts as 0. */
  readonly covariates?: readonly (readonly Column[])[];
  /** Cluster of each case, as any numbers; without them every case is one. */
  readonly cluster?: Column | undefined;
  /** The player that the others were compared with; only pairs with it count. */
  readonly rival?: number | undefined;
  readonly conf?: number;
}

interface Estimate {
  readonly estimate: number;
  /** By cases or clusters (sandwich). */
  readonly se: number;
  readonly lo: number;
  readonly hi: number;
}

export interface PlayerRating extends Estimate {
  /** As if all pairs were independent: for comparison, it is too small where a case decides several pairs. */
  readonly modelSe: number;
}

export interface PairRatings extends PairCounts {
  /** Cases with at least one pair, and their clusters. */
  readonly cases: number;
  readonly clusters: number;
  /** Log strengths with mean 0: a difference is a log odds of winning a pair. Null where no finite ones exist. */
  readonly players: readonly PlayerRating[] | null;
  /** Log odds per unit of a pair's relative difference (x - y) / (x + y), by covariate; null where not estimated. */
  readonly coefficients: readonly Estimate[] | null;
  /** Why there are no ratings. */
  readonly reason: "few cases" | "disconnected" | "separated" | "not identified" | null;
  /** Players that won or tied against one another, directly or through others; stronger groups first. One group if rated. */
  readonly groups: readonly (readonly number[])[];
}

const FEWEST_CLUSTERS = 6;
/** A log strength beyond this is on its way to infinity. */
const LARGEST = 25;

/**
 * Bradley-Terry ratings from scores on the same cases (Bradley & Terry 1952): in a pair the higher score
 * wins, and a tie is half a win. Covariates make it a logistic regression on the pair's relative differences
 * too. Standard errors are a sandwich by case or cluster, since one case decides several pairs; t intervals
 * with clusters - 1 df. Players that never lose to the others have no finite rating (Ford 1957); `reason` and
 * `groups` report this.
 */
export function pairRatings(input: RatingInput): PairRatings {
  const conf = input.conf ?? 0.95;
  requireConfidence(conf);
  const counts = pairCounts(input.scores, input.rival);
  const clusters = clusterNumbers(input, counts.isCounted);
  const { isCounted, ...known } = counts;
  const base = { ...known, cases: isCounted.reduce((sum, one) => sum + one, 0), clusters: clusters.count };
  const none = { ...base, players: null, coefficients: null };
  const { isConnected, groups } = componentsOf(counts);
  if (!isConnected) return { ...none, reason: "disconnected", groups };
  if (groups.length > 1) return { ...none, reason: "separated", groups };
  if (clusters.count < FEWEST_CLUSTERS) return { ...none, reason: "few cases", groups };
  const fit = fitted(input);
  if (fit === null) return { ...none, reason: "not identified", groups };
  const { beta, bread } = fit;
  const meat = meatOf(input, beta, clusters);
  const robust = product(product(bread, meat), bread);
  const half = tPpf(1 - (1 - conf) / 2, clusters.count - 1);
  const estimateOf = (weights: Float64Array): PlayerRating => {
    const estimate = weights.reduce((sum, weight, place) => sum + weight * beta[place]!, 0);
    const se = Math.sqrt(Math.max(0, form(robust, weights)));
    return {
      estimate,
      se,
      modelSe: Math.sqrt(form(bread, weights)),
      lo: estimate - half * se,
      hi: estimate + half * se,
    };
  };
  const size = input.scores.length;
  const contrasts = input.scores.map((_, player) =>
    Float64Array.from(beta, (_, place) => (place >= size - 1 ? 0 : (place === player - 1 ? 1 : 0) - 1 / size)),
  );
  const covariates = (input.covariates ?? []).map((_, which) =>
    Float64Array.from(beta, (_, place) => (place === size - 1 + which ? 1 : 0)),
  );
  const coefficients = covariates.map((weights) => {
    const { modelSe: _, ...estimate } = estimateOf(weights);
    return estimate;
  });
  return { ...base, players: contrasts.map(estimateOf), coefficients, reason: null, groups };
}

/** A pair of one case: who met, the outcome for the first, and the covariates' relative differences. */
type Visit = (pair: { caseNumber: number; i: number; j: number; outcome: number; x: Float64Array }) => void;

function eachPair({ scores, covariates = [], rival }: RatingInput, visit: Visit): void {
  const x = new Float64Array(covariates.length);
  const cases = scores[0]?.length ?? 0;
  for (let caseNumber = 0; caseNumber < cases; caseNumber++) {
    for (let i = 0; i < scores.length; i++) {
      const a = scores[i]![caseNumber]!;
      if (Number.isNaN(a)) continue;
      for (let j = i + 1; j < scores.length; j++) {
        const b = scores[j]![caseNumber]!;
        if (Number.isNaN(b) || (rival !== undefined && i !== rival && j !== rival)) continue;
        for (let which = 0; which < x.length; which++)
          x[which] = relative(covariates[which]![i]![caseNumber]!, covariates[which]![j]![caseNumber]!);
        visit({ caseNumber, i, j, outcome: (1 + Math.sign(lead(a, b))) / 2, x });
      }
    }
  }
}

function relative(a: number, b: number): number {
  const difference = (a - b) / (a + b);
  return Number.isFinite(difference) ? difference : 0;
}

/** The places of a pair in the parameters (the first player's strength is 0), and its design there. */
function designOf(players: number, { i, j, x }: { i: number; j: number; x: Float64Array }): [number, number][] {
  const design: [number, number][] = [];
  if (i > 0) design.push([i - 1, 1]);
  design.push([j - 1, -1]);
  for (let which = 0; which < x.length; which++) if (x[which] !== 0) design.push([players - 1 + which, x[which]!]);
  return design;
}

function expected(beta: Float64Array, design: readonly (readonly [number, number])[]): number {
  let eta = 0;
  for (const [place, value] of design) eta += value * beta[place]!;
  return 1 / (1 + Math.exp(-eta));
}

/** All pairs, or without covariates the pairs of two players together: the mean outcome and the number of pairs. */
function allPairs(input: RatingInput): (visit: (pair: Parameters<Visit>[0], weight: number) => void) => void {
  if ((input.covariates ?? []).length > 0) return (visit) => eachPair(input, (pair) => visit(pair, 1));
  const size = input.scores.length;
  const [sums, counts] = [new Float64Array(size * size), new Float64Array(size * size)];
  eachPair(input, ({ i, j, outcome }) => {
    sums[i * size + j]! += outcome;
    counts[i * size + j]!++;
  });
  const x = new Float64Array(0);
  return (visit) => {
    for (const [place, weight] of counts.entries()) {
      const [i, j] = [Math.floor(place / size), place % size];
      if (weight > 0) visit({ caseNumber: 0, i, j, outcome: sums[place]! / weight, x }, weight);
    }
  };
}

/** Newton's method on the log likelihood: the parameters and the inverse of the information; null where it has no maximum. */
function fitted(input: RatingInput): { readonly beta: Float64Array; readonly bread: Float64Array[] } | null {
  const players = input.scores.length;
  const size = players - 1 + (input.covariates?.length ?? 0);
  const beta = new Float64Array(size);
  const visitAll = allPairs(input);
  for (let iteration = 0; iteration < 60; iteration++) {
    const gradient = new Float64Array(size);
    const information = Array.from({ length: size }, () => new Float64Array(size));
    visitAll((pair, weight) => {
      const design = designOf(players, pair);
      const p = expected(beta, design);
      for (const [row, left] of design) {
        gradient[row]! += weight * left * (pair.outcome - p);
        for (const [column, right] of design) information[row]![column]! += weight * left * right * p * (1 - p);
      }
    });
    const step = solveStep(information, gradient);
    if (step === null) return null;
    for (let place = 0; place < size; place++) beta[place]! += step[place]!;
    if (beta.some((value) => Math.abs(value) > LARGEST)) return null;
    if (step.every((change) => Math.abs(change) < 1e-10)) {
      const bread = invert(information);
      return bread === null ? null : { beta, bread };
    }
  }
  return null;
}

interface Clusters {
  readonly count: number;
  /** By case; -1 for a case without a pair. */
  readonly numbers: Int32Array;
}

function clusterNumbers({ cluster }: RatingInput, isCounted: Uint8Array): Clusters {
  const known = new Map<number, number>();
  let count = 0;
  const numbers = new Int32Array(isCounted.length).fill(-1);
  for (let place = 0; place < isCounted.length; place++) {
    if (isCounted[place] === 0) continue;
    const name = cluster?.[place];
    const number = name === undefined ? undefined : known.get(name);
    numbers[place] = number ?? count++;
    if (name !== undefined && number === undefined) known.set(name, numbers[place]!);
  }
  return { count, numbers };
}

/** The sum of squares of the clusters' scores, times G / (G - 1). */
function meatOf(input: RatingInput, beta: Float64Array, { count, numbers }: Clusters): Float64Array[] {
  const size = beta.length;
  const sums = new Float64Array(count * size);
  eachPair(input, (pair) => {
    const design = designOf(input.scores.length, pair);
    const residual = pair.outcome - expected(beta, design);
    const start = numbers[pair.caseNumber]! * size;
    for (const [place, value] of design) sums[start + place]! += value * residual;
  });
  const meat = Array.from({ length: size }, () => new Float64Array(size));
  for (let start = 0; start < sums.length; start += size)
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) meat[row]![column]! += sums[start + row]! * sums[start + column]!;
  const correction = count / (count - 1);
  for (const row of meat) for (let column = 0; column < size; column++) row[column]! *= correction;
  return meat;
}

function product(left: readonly Float64Array[], right: readonly Float64Array[]): Float64Array[] {
  return left.map((row) =>
    Float64Array.from(row, (_, column) => row.reduce((sum, value, place) => sum + value * right[place]![column]!, 0)),
  );
}

/** w' M w. */
function form(matrix: readonly Float64Array[], weights: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < weights.length; row++)
    for (let column = 0; column < weights.length; column++)
      sum += weights[row]! * matrix[row]![column]! * weights[column]!;
  return sum;
}
