import { type Dataset, SameseedError, type TestCase, type Vars } from "@sameseed/core";
import { sha256 } from "@sameseed/stats";

/** Options for few-shot examples in the cases. */
export interface FewShot {
  readonly count: number;
  /** Source of the examples. */
  readonly pool: Dataset;
  /** The variable with the examples. */
  readonly as: string;
  /** Template of one example. Default: the variable is the list of the examples' vars. */
  readonly render?: ((example: TestCase) => string) | undefined;
  /** A separate draw for each case, or one for all. */
  readonly each: "case" | "run";
  readonly seed: number;
}

interface Example {
  readonly testCase: TestCase;
  readonly content: string;
  readonly key: number;
}

/**
 * Adds `count` examples to each case, drawn from the pool by a hash of seed, case and example. An example is
 * never the case itself, by id or by content, so that no answer leaks into its own prompt. The draw does not
 * depend on the order of the pool, and one more example changes at most one draw. Errors: `BAD_BENCHMARK`
 * with too few examples.
 */
export async function* withExamples<V extends Vars>(
  cases: AsyncIterable<TestCase<V>>,
  { count, pool, as, render, each, seed }: FewShot,
): AsyncGenerator<TestCase<V>> {
  const examples = (await Array.fromAsync(pool.cases())).map((testCase) => ({
    testCase,
    content: JSON.stringify(testCase.vars),
    key: keyOf(`few-shot/2|${seed}|example|${testCase.id}`),
  }));
  for await (const testCase of cases) {
    const drawn = draw(examples, testCase, {
      count,
      key: keyOf(`few-shot/2|${seed}|${each === "case" ? `case|${testCase.id}` : "run"}`),
    });
    if (drawn.length < count) throw tooFew(testCase.id, count, drawn.length);
    const value = render === undefined ? drawn.map(({ vars }) => vars) : drawn.map(render).join("\n\n");
    yield { ...testCase, vars: { ...testCase.vars, [as]: value } };
  }
}

interface Draw {
  readonly count: number;
  readonly key: number;
}

/** The `count` examples of lowest rank; a rank mixes two hashes, since a hash for each pair would take hours for long lists. */
function draw(examples: readonly Example[], { id, vars }: TestCase, { count, key }: Draw): TestCase[] {
  const content = JSON.stringify(vars);
  const best: { readonly rank: number; readonly testCase: TestCase }[] = [];
  for (const { testCase, content: own, key: exampleKey } of examples) {
    const rank = mixed(exampleKey ^ key);
    const last = best.at(-1);
    if (best.length === count && last !== undefined && !isBefore(rank, testCase.id, last)) continue;
    if (testCase.id === id || own === content) continue;
    if (best.length === count) best.pop();
    const place = best.findIndex((other) => isBefore(rank, testCase.id, other));
    best.splice(place === -1 ? best.length : place, 0, { rank, testCase });
  }
  return best.map(({ testCase }) => testCase);
}

function isBefore(rank: number, id: string, other: { readonly rank: number; readonly testCase: TestCase }): boolean {
  return rank < other.rank || (rank === other.rank && id < other.testCase.id);
}

function keyOf(label: string): number {
  const [a, b, c, d] = sha256(label);
  return (a! << 24) | (b! << 16) | (c! << 8) | d!;
}

/** The finalizer of MurmurHash3: every bit of the key changes half of the bits. */
function mixed(key: number): number {
  let hash = key;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function tooFew(id: string, count: number, found: number): SameseedError {
  const there = found === 1 ? "is 1" : `are ${found}`;
  return new SameseedError("BAD_BENCHMARK", `fewShot needs ${count} examples, but there ${there} for case "${id}".`, {
    hint: "A case is never its own example, and neither is a case with the same content. Reduce count, or name a file with more.",
  });
}
