import type { Dataset, TestCase } from "../case/test-case.ts";

/**
 * The dataset, read once although a run needs its cases several times (to check them, to plan, for models'
 * notes). The first pass to reach the end keeps them, up to `most`; a larger dataset is read again each time,
 * in constant memory.
 */
export function rememberCases(dataset: Dataset, most: number): Dataset {
  let known: readonly TestCase[] | undefined;
  return {
    ...dataset,
    async *cases() {
      if (known !== undefined) return yield* known;
      let seen: TestCase[] | null = [];
      for await (const testCase of dataset.cases()) {
        if (seen !== null && seen.length < most) seen.push(testCase);
        else seen = null;
        yield testCase;
      }
      known ??= seen ?? undefined;
    },
  };
}
