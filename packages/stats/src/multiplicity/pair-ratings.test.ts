import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/random-stream.ts";
import { bradleyTerry } from "../testing/bradley-terry.ts";
import { pairRatings } from "./pair-ratings.ts";

/** Citations among statistical journals (Stigler 1994, Agresti 2002 p. 448): cited by row, citing by column. */
const JOURNALS = [
  [714, 730, 498, 221],
  [33, 425, 68, 17],
  [320, 813, 1072, 142],
  [284, 276, 325, 188],
];

/** One case per citation: the cited journal wins. */
function meetings(wins: readonly (readonly number[])[]): Float64Array[] {
  const cases = wins.flatMap((row, winner) =>
    row.flatMap((count, loser) => (winner === loser ? [] : Array.from({ length: count }, () => [winner, loser]))),
  );
  return wins.map((_, player) =>
    Float64Array.from(cases, ([winner, loser]) => (player === winner ? 1 : player === loser ? 0 : NaN)),
  );
}

test("ratings of journals by their citations equal those of BradleyTerry2", () => {
  const { players, reason, wins } = pairRatings({ scores: meetings(JOURNALS) });
  expect(reason).toBeNull();
  expect(wins).toEqual([1449, 118, 1275, 885]);
  // BTabilities with sum-to-zero contrasts: ability and standard error.
  const published = [
    [0.7899221, 0.04333047],
    [-2.1591504, 0.07257974],
    [0.3103523, 0.04164102],
    [1.0588761, 0.05304699],
  ];
  for (const [player, [ability, se]] of published.entries()) {
    expect(players![player]!.estimate).toBeCloseTo(ability!, 6);
    expect(players![player]!.modelSe).toBeCloseTo(se!, 6);
  }
});

test("ties are half a win, as in the iteration of Hunter", () => {
  const stream = new RandomStream("ratings/1");
  const scores = [0.3, 0.5, 0.6, 0.8].map((chance) =>
    Float64Array.from({ length: 200 }, () => (stream.nextDouble() < chance ? 1 : 0)),
  );
  const matrix = (isCounted: (difference: number) => boolean): number[][] =>
    scores.map((row, i) =>
      scores.map((other, j) => (i === j ? 0 : row.filter((score, place) => isCounted(score - other[place]!)).length)),
    );
  const known = bradleyTerry({ wins: matrix((one) => one > 0), ties: matrix((one) => one === 0) });
  const { players } = pairRatings({ scores });
  for (const [player, { estimate, se, modelSe }] of players!.entries()) {
    expect(estimate).toBeCloseTo(known.logStrengths![player]!, 8);
    expect(se).not.toBeCloseTo(modelSe, 4); // one case decides several pairs
  }
});

test("means of the same scores in another order are ties, not wins by rounding", () => {
  const [one, other] = [(0.1 + 0.2 + 0.3) / 3, (0.3 + 0.2 + 0.1) / 3];
  expect(one).not.toBe(other);
  const scores = [one, other, one].map((score) => new Float64Array(40).fill(score));
  const { wins, ties, players } = pairRatings({ scores });
  expect({ wins, ties }).toEqual({ wins: [0, 0, 0], ties: [80, 80, 80] });
  for (const { estimate } of players!) expect(estimate).toBe(0);
});

describe("without finite ratings", () => {
  const constant = (value: number, cases = 40): Float64Array => new Float64Array(cases).fill(value);
  test("a player that always wins is named, and the groups are in order", () => {
    const { players, reason, groups } = pairRatings({
      scores: [constant(0), constant(1), Float64Array.from({ length: 40 }, (_, place) => (place % 2 === 0 ? 0 : 0.5))],
    });
    expect({ players, reason }).toEqual({ players: null, reason: "separated" });
    expect(groups).toEqual([[1], [0, 2]]);
  });
  test("players that share no case are named by their parts", () => {
    const half = (first: boolean): Float64Array =>
      Float64Array.from({ length: 40 }, (_, place) => (place < 20 === first ? place % 2 : NaN));
    const { reason, groups } = pairRatings({ scores: [half(true), half(false), half(true)] });
    expect([reason, groups]).toEqual(["disconnected", [[0, 2], [1]]]);
  });
  test("few cases, or no cases", () => {
    const few = [0, 1, 1].map((value) => Float64Array.from({ length: 5 }, (_, place) => (place + value) % 2));
    expect(pairRatings({ scores: few }).reason).toBe("few cases");
    expect(pairRatings({ scores: [constant(NaN), constant(1)] }).reason).toBe("disconnected");
    expect(pairRatings({ scores: [[], []] }).reason).toBe("disconnected");
  });
  test("a covariate that decides every pair is not identified", () => {
    const stream = new RandomStream("ratings/decides");
    const lengths = [0, 1, 2].map(() => Float64Array.from({ length: 60 }, () => 1 + 99 * stream.nextDouble()));
    const { reason, groups } = pairRatings({ scores: lengths, covariates: [lengths] });
    expect([reason, groups.length]).toEqual(["not identified", 1]);
  });
});

test("equal answers have equal ratings with an interval of no width at 0", () => {
  const same = Float64Array.from({ length: 30 }, (_, place) => place % 2);
  const { players } = pairRatings({ scores: [same, same, same] });
  for (const { estimate, se } of players!) expect([Math.abs(estimate), se]).toEqual([expect.closeTo(0, 12), 0]);
});

test("with a rival, only its pairs count", () => {
  const stream = new RandomStream("ratings/rival");
  const draw = (chance: number): Float64Array =>
    Float64Array.from({ length: 300 }, () => (stream.nextDouble() < chance ? 1 : 0));
  const scores = [new Float64Array(300).fill(0.5), draw(0.6), draw(0.75)];
  const { players, ties, wins } = pairRatings({ scores, rival: 0 });
  expect(ties).toEqual([0, 0, 0]);
  const logit = (player: number): number => Math.log(wins[player]! / (300 - wins[player]!));
  expect(players![2]!.estimate - players![0]!.estimate).toBeCloseTo(logit(2), 8);
  expect(players![1]!.estimate - players![0]!.estimate).toBeCloseTo(logit(1), 8);
});

test("where only the length decides, the rating at equal length is even, and the coefficient is found", () => {
  const stream = new RandomStream("ratings/length");
  const cases = 3000;
  const lengths = [100, 100, 200].map((mean) =>
    Float64Array.from({ length: cases }, () => mean * (0.5 + stream.nextDouble())),
  );
  const [first, second, third] = lengths as [Float64Array, Float64Array, Float64Array];
  const scores = lengths.map(() => new Float64Array(cases).fill(NaN));
  for (let place = 0; place < cases; place++) {
    // Each case is one pair, which makes its outcome a draw of the model.
    const [i, j] = [
      [0, 1],
      [0, 2],
      [1, 2],
    ][place % 3]!;
    const [a, b] = [lengths[i!]![place]!, lengths[j!]![place]!];
    const wins = stream.nextDouble() < 1 / (1 + Math.exp(-2 * ((a - b) / (a + b)))) ? 1 : 0;
    scores[i!]![place] = wins;
    scores[j!]![place] = 1 - wins;
  }
  const plain = pairRatings({ scores });
  const { players, coefficients } = pairRatings({ scores, covariates: [[first, second, third]] });
  expect(plain.players![2]!.lo).toBeGreaterThan(0.2);
  for (const { lo, hi } of players!) expect(lo < 0 && hi > 0).toBe(true);
  expect(coefficients![0]!.lo).toBeLessThan(2);
  expect(coefficients![0]!.hi).toBeGreaterThan(2);
});

test("copies of a case in one cluster carry no more information than the case", () => {
  const stream = new RandomStream("ratings/clusters");
  const scores = [0.4, 0.5, 0.7].map((chance) =>
    Float64Array.from({ length: 80 }, () => (stream.nextDouble() < chance ? 1 : 0)),
  );
  const four = scores.map((column) => Float64Array.from({ length: 320 }, (_, place) => column[place % 80]!));
  const cluster = Array.from({ length: 320 }, (_, place) => place % 80);
  const [once, copied] = [pairRatings({ scores }), pairRatings({ scores: four, cluster })];
  expect(copied.clusters).toBe(80);
  for (const [player, { lo, hi }] of copied.players!.entries())
    expect([lo, hi]).toEqual([
      expect.closeTo(once.players![player]!.lo, 8),
      expect.closeTo(once.players![player]!.hi, 8),
    ]);
});
