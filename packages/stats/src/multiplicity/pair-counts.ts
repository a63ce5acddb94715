/** How often each player won, tied and lost over all pairs. */
export interface PairCounts {
  readonly wins: readonly number[];
  readonly ties: readonly number[];
  readonly losses: readonly number[];
}

interface Counted extends PairCounts {
  /** Whether player i beat or tied player j, at i × players + j. */
  readonly beats: Uint8Array;
  /** By case: whether it has a pair. */
  readonly isCounted: Uint8Array;
}

/** Means of the same scores in another order differ by rounding alone: no player wins by less than this. */
const TIE = 1e-12;

/** By how much the first player wins; 0 for a tie. */
export function lead(score: number, other: number): number {
  const difference = score - other;
  return Math.abs(difference) <= TIE ? 0 : difference;
}

/** Counts the pairs of every case: the higher score wins. With a `rival`, only pairs with it. */
export function pairCounts(scores: readonly ArrayLike<number>[], rival: number | undefined): Counted {
  const size = scores.length;
  const cases = scores[0]?.length ?? 0;
  const [wins, ties, losses] = [0, 0, 0].map(() => Array.from({ length: size }, () => 0)) as [
    number[],
    number[],
    number[],
  ];
  const beats = new Uint8Array(size * size);
  const isCounted = new Uint8Array(cases);
  for (let place = 0; place < cases; place++) {
    for (let i = 0; i < size; i++) {
      for (let j = i + 1; j < size; j++) {
        const difference = lead(scores[i]![place]!, scores[j]![place]!);
        if (Number.isNaN(difference) || (rival !== undefined && i !== rival && j !== rival)) continue;
        isCounted[place] = 1;
        if (difference >= 0) beats[i * size + j] = 1;
        if (difference <= 0) beats[j * size + i] = 1;
        if (difference === 0) {
          ties[i]!++;
          ties[j]!++;
          continue;
        }
        const [winner, loser] = difference > 0 ? [i, j] : [j, i];
        wins[winner]!++;
        losses[loser]!++;
      }
    }
  }
  return { wins, ties, losses, beats, isCounted };
}

/** Players that can be ordered against each other in both directions form one group; stronger groups come first. */
export function componentsOf({ wins, beats }: Counted): {
  readonly isConnected: boolean;
  readonly groups: readonly (readonly number[])[];
} {
  const size = wins.length;
  const players = [...wins.keys()];
  const reach = closure(beats, size);
  const met = closure(
    Uint8Array.from(beats, (one, place) => (one || beats[(place % size) * size + Math.floor(place / size)] ? 1 : 0)),
    size,
  );
  const isTogether = (relation: Uint8Array, i: number, j: number): boolean =>
    i === j || (relation[i * size + j] === 1 && relation[j * size + i] === 1);
  const grouped = (relation: Uint8Array): number[][] =>
    players
      .filter((player) => !players.slice(0, player).some((other) => isTogether(relation, other, player)))
      .map((first) => players.filter((player) => isTogether(relation, first, player)));
  const parts = grouped(met);
  if (parts.length > 1) return { isConnected: false, groups: parts };
  const beaten = (group: readonly number[]): number =>
    players.filter((player) => !group.includes(player) && reach[group[0]! * size + player] === 1).length;
  return { isConnected: true, groups: grouped(reach).toSorted((left, right) => beaten(right) - beaten(left)) };
}

function closure(edges: Uint8Array, size: number): Uint8Array {
  const reach = Uint8Array.from(edges);
  for (let via = 0; via < size; via++)
    for (let from = 0; from < size; from++)
      if (reach[from * size + via] === 1)
        for (let to = 0; to < size; to++) if (reach[via * size + to] === 1) reach[from * size + to] = 1;
  return reach;
}
