import { SliceColumn, type SlicedCases, type SliceReport, type TestCase, type VariantComparison } from "@sameseed/core";
import { compareSlices, type SlicedPair, type SliceOptions } from "./compare-slices.ts";
import { sliceWarnings } from "./slice-warnings.ts";

/** Reads the slice of every case, then compares pairs of variants slice by slice. */
export class SliceBuilder {
  readonly #columns: readonly SliceColumn[];
  readonly #keys: readonly string[];

  constructor(keys: readonly string[]) {
    this.#keys = keys;
    this.#columns = keys.map((key) => new SliceColumn(key));
  }

  /** Cases in the order of their numbers. */
  add(testCase: TestCase): void {
    for (const column of this.#columns) column.add(testCase);
  }

  /** `overall`: the comparisons of the same pairs over all cases, which slices may contradict. */
  report(
    pairs: readonly SlicedPair[],
    options: Omit<SliceOptions, "metric" | "groups"> & { readonly metrics: readonly string[] },
    overall: readonly VariantComparison[],
  ): SliceReport | undefined {
    if (this.#keys.length === 0) return undefined;
    const found = this.#columns.map((column) => column.slices());
    const groups = found.filter((group): group is SlicedCases => !("reason" in group));
    const omitted = found.flatMap((group) => ("reason" in group ? [{ key: group.key, reason: group.reason }] : []));
    const each = pairs.length * groups.length;
    const parts = options.metrics.map((metric, place) =>
      compareSlices(pairs, {
        ...options,
        metric,
        groups,
        onPart: (done) => options.onPart?.(place * each + done, options.metrics.length * each),
      }),
    );
    const comparisons = parts.flatMap((part) => part.comparisons);
    const interactions = parts.flatMap((part) => part.interactions);
    return {
      keys: groups.map(({ key, kind, slices }) => ({ key, kind, slices })),
      comparisons,
      interactions,
      warnings: sliceWarnings(overall, { comparisons, interactions }),
      omitted,
    };
  }
}
