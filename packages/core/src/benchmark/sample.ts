import type { TestCase, Vars } from "../case/test-case.ts";
import { sha256Hex } from "@sameseed/stats";

/** Draws cases by a hash of seed and id: the same cases in any order, and adding one changes at most one draw. */
function rankOf(seed: number, id: string): string {
  return sha256Hex(`sample/1|${seed}|${id}`);
}

/** A sample of `size` cases or chains in their original order; all of them where there are fewer. */
export async function* sampled<V extends Vars>(
  units: AsyncIterable<readonly TestCase<V>[]>,
  size: number,
  seed: number,
): AsyncGenerator<readonly TestCase<V>[]> {
  let kept: { rank: string; position: number; unit: readonly TestCase<V>[] }[] = [];
  let position = 0;
  const cut = (): void => {
    kept = kept.toSorted((left, right) => (left.rank < right.rank ? -1 : 1)).slice(0, size);
  };
  for await (const unit of units) {
    const [{ id, chain }] = unit as readonly [TestCase<V>];
    kept.push({ rank: rankOf(seed, chain ?? id), position: position++, unit });
    if (kept.length >= 2 * size + 1000) cut();
  }
  cut();
  for (const { unit } of kept.toSorted((left, right) => left.position - right.position)) yield unit;
}
