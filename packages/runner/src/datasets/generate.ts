import type { Dataset, TestCase, Vars } from "@sameseed/core";

/**
 * Cases from a generator function: `generate("squares", async function* () { yield {id: "2", vars: {n: 2}, expected: 4}; })`.
 * It is called once to check the cases and once to run them, and must give the same ones.
 */
export function generate<V extends Vars = Vars>(
  id: string,
  cases: () => AsyncIterable<TestCase<V>> | Iterable<TestCase<V>>,
): Dataset<V> {
  return {
    id,
    async *cases() {
      yield* cases();
    },
  };
}
