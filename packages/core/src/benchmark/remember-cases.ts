import type { Dataset, TestCase } from "../case/test-case.ts";

/** Memory of the cases that are kept in addition to `most`, as `sizeOf` estimates it. */
const MOST_SIZE = 8_000_000;
const [BYTES_A_CASE, BYTES_A_VALUE] = [300, 30];

/**
 * The dataset, read once although a run needs its cases several times (to check them, to plan, for models'
 * notes). The first pass to reach the end keeps them: `most`, or more if all are small. A larger dataset is
 * read again each time, in constant memory.
 */
export function rememberCases(dataset: Dataset, most: number, { mostSize = MOST_SIZE } = {}): Dataset {
  let known: readonly TestCase[] | undefined;
  return {
    ...dataset,
    async *cases() {
      if (known !== undefined) return yield* known;
      let seen: TestCase[] | null = [];
      let size = 0;
      for await (const testCase of dataset.cases()) {
        yield testCase;
        if (seen === null) continue;
        size += sizeOf(testCase);
        if (seen.length < most || size <= mostSize) seen.push(testCase);
        else seen = null;
      }
      known ??= seen ?? undefined;
    },
  };
}

/** Approximate memory of a case with its texts. Infinity for nested values, which are not measured. */
function sizeOf({ vars, expected, metadata }: TestCase): number {
  let size = BYTES_A_CASE + sizeOfValue(expected);
  for (const values of [vars, metadata]) for (const name in values) size += sizeOfValue(values[name]);
  return size;
}

function sizeOfValue(value: unknown): number {
  if (typeof value === "string") return BYTES_A_VALUE + value.length;
  if (typeof value !== "object" || value === null) return BYTES_A_VALUE;
  if (!Array.isArray(value)) return Infinity;
  let size = BYTES_A_VALUE;
  for (const item of value as readonly unknown[]) size += Array.isArray(item) ? Infinity : sizeOfValue(item);
  return size;
}
