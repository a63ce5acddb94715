import type { RunEntry } from "@sameseed/viewer";

/**
 * A run's best variant with its score, and the change since the previous run of the same benchmark with that
 * variant: `best terse/m 82.5 % (+2.5)`. By run id; runs without a report have no text. `runs` are oldest
 * first.
 */
export function scoreTexts(runs: readonly Pick<RunEntry, "id" | "name" | "scores">[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const last = new Map<string, number>();
  for (const { id, name, scores } of runs) {
    const known = (scores ?? []).flatMap(({ variant, mean }) => (mean === null ? [] : [{ variant, mean }]));
    const best = known.toSorted((left, right) => right.mean - left.mean)[0];
    if (best !== undefined) {
      const before = last.get(keyOf(name, best.variant));
      const change = before === undefined ? "" : ` (${pointsOf(best.mean - before)})`;
      texts.set(
        id,
        `${known.length > 1 ? `best ${best.variant}` : best.variant} ${(100 * best.mean).toFixed(1)} %${change}`,
      );
    }
    for (const { variant, mean } of known) last.set(keyOf(name, variant), mean);
  }
  return texts;
}

function keyOf(name: string, variant: string): string {
  return JSON.stringify([name, variant]);
}

function pointsOf(difference: number): string {
  const text = (100 * difference).toFixed(1);
  return Number(text) > 0 ? `+${text}` : Number(text) === 0 ? "±0.0" : text;
}
