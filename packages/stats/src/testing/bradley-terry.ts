import { requireNonNegative } from "../argument-checks.ts";

type Matrix = readonly (readonly number[])[];

/** Strengths of players from pairwise wins; `finite` is false where the data are separated. */
export interface BradleyTerry {
  /** False unless every player beat every other directly or through others (Ford 1957): then no estimate exists. */
  readonly finite: boolean;
  readonly reason: string | null;
  /** Wins with a tie counted as half a win for each side. */
  readonly winsUsed: readonly (readonly number[])[];
  /** Log strengths with mean 0 (natural log; a difference is a log odds of winning); null when not finite. */
  readonly logStrengths: readonly number[] | null;
  /** Strengths that add up to 1; null when not finite. */
  readonly strengths: readonly number[] | null;
}

function withTies(wins: Matrix, ties: Matrix | undefined): number[][] {
  return wins.map((row, player) =>
    row.map((count, other) => {
      if (row.length !== wins.length) throw new RangeError("wins must be a square matrix");
      requireNonNegative(count, "wins");
      const tied = ties?.[player]?.[other] ?? 0;
      requireNonNegative(tied, "ties");
      return player === other ? 0 : count + tied / 2;
    }),
  );
}

/** Whether every player is reached from the first one along `edge`. */
function reachesAll(size: number, edge: (from: number, to: number) => boolean): boolean {
  const reached = new Set([0]);
  for (const player of reached) {
    for (let other = 0; other < size; other++) if (edge(player, other)) reached.add(other);
  }
  return reached.size === size;
}

/**
 * Bradley-Terry strengths by Hunter's MM algorithm (Bradley & Terry 1952; Hunter 2004): a second implementation, with
 * which tests compare `pairRatings`. `wins[i][j]` counts i's wins over j, `ties[i][j]` their ties (given in both halves).
 * Not strongly connected: `finite` is false, reason "separated".
 */
export function bradleyTerry(input: { readonly wins: Matrix; readonly ties?: Matrix }): BradleyTerry {
  const winsUsed = withTies(input.wins, input.ties);
  const size = winsUsed.length;
  const won = (player: number, other: number): number => winsUsed[player]?.[other] ?? 0;
  const none = { finite: false, winsUsed, logStrengths: null, strengths: null };
  if (size < 2) return { ...none, reason: "fewer than two players" };
  const isConnected =
    reachesAll(size, (from, to) => won(from, to) > 0) && reachesAll(size, (from, to) => won(to, from) > 0);
  if (!isConnected) return { ...none, reason: "separated" };
  const total = winsUsed.map((row) => row.reduce((sum, count) => sum + count, 0));
  let strengths = winsUsed.map(() => 1 / size);
  for (let iteration = 0; iteration < 100_000; iteration++) {
    const raw = strengths.map((strength, player) => {
      let weight = 0;
      for (let other = 0; other < size; other++) {
        const games = won(player, other) + won(other, player);
        if (games > 0) weight += games / (strength + (strengths[other] as number));
      }
      return (total[player] as number) / weight;
    });
    const sum = raw.reduce((left, right) => left + right, 0);
    const next = raw.map((strength) => strength / sum);
    const change = Math.max(
      ...next.map((strength, player) => Math.abs(Math.log(strength / (strengths[player] as number)))),
    );
    strengths = next;
    if (change < 1e-14) break;
  }
  const logs = strengths.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / size;
  return {
    finite: true,
    reason: null,
    winsUsed,
    logStrengths: logs.map((log) => log - mean),
    strengths,
  };
}
