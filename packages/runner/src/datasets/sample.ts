import type { Dataset, TestCase, Vars } from "@sameseed/core";
import { sha256 } from "@sameseed/stats";

/** Draws cases by a hash of seed and id: the same cases whatever their order, and adding one moves at most one. */
function rankOf(seed: number, label: string, id: string): string {
  return Buffer.from(sha256(`${label}|${seed}|${id}`)).toString("hex");
}

/** `size` cases of a dataset, in the order they stand in; all of them where there are fewer. */
export async function* sampled<V extends Vars>(
  cases: AsyncIterable<TestCase<V>>,
  size: number,
  seed: number,
): AsyncGenerator<TestCase<V>> {
  let kept: { rank: string; position: number; testCase: TestCase<V> }[] = [];
  let position = 0;
  const cut = (): void => {
    kept = kept.toSorted((left, right) => (left.rank < right.rank ? -1 : 1)).slice(0, size);
  };
  for await (const testCase of cases) {
    kept.push({ rank: rankOf(seed, "sample/1", testCase.id), position: position++, testCase });
    if (kept.length >= 2 * size + 1000) cut();
  }
  cut();
  for (const { testCase } of kept.toSorted((left, right) => left.position - right.position)) yield testCase;
}

/** How examples get into the cases. */
export interface FewShot {
  readonly count: number;
  /** Where examples come from. */
  readonly pool: Dataset;
  /** The variable that holds them. */
  readonly as: string;
  /** How one example reads; without it the variable is the list of the examples' vars. */
  readonly render?: ((example: TestCase) => string) | undefined;
  /** A draw of its own for each case, or one for all. */
  readonly each: "case" | "run";
  readonly seed: number;
}

/**
 * Adds `count` examples to each case, drawn from the pool by a hash of seed, case and example: never the case itself, neither by
 * id nor by content, so that no answer leaks into its own prompt.
 */
export async function* withExamples<V extends Vars>(
  cases: AsyncIterable<TestCase<V>>,
  { count, pool, as, render, each, seed }: FewShot,
): AsyncGenerator<TestCase<V>> {
  const examples = await Array.fromAsync(pool.cases());
  for await (const testCase of cases) {
    const content = JSON.stringify(testCase.vars);
    const label = each === "case" ? `few-shot/1|${testCase.id}` : "few-shot/1";
    const drawn = examples
      .filter((example) => example.id !== testCase.id && JSON.stringify(example.vars) !== content)
      .map((example) => ({ example, rank: rankOf(seed, label, example.id) }))
      .toSorted((left, right) => (left.rank < right.rank ? -1 : 1))
      .slice(0, count)
      .map(({ example }) => example);
    const value = render === undefined ? drawn.map(({ vars }) => vars) : drawn.map(render).join("\n\n");
    yield { ...testCase, vars: { ...testCase.vars, [as]: value } };
  }
}
