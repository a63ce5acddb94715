import { requireSameLength } from "../argument-checks.ts";
import { isMissing, type Numbers } from "../missing-values.ts";

/** Names of the groups of related cases (one document, one template), one for each case. */
export type ClusterIds = ArrayLike<string | number | null | undefined>;

/** Values with a dense group number each; groups are numbered in order of first appearance. */
export interface GroupedValues {
  readonly values: Float64Array;
  readonly group: Int32Array;
  readonly groups: number;
  readonly dropped: number;
}

/**
 * Drops missing values and numbers the remaining groups, in one pass. Without ids every case is a separate
 * group. Throws RangeError for a kept value without a group name.
 */
export function groupValues(d: Numbers, ids: ClusterIds | undefined): GroupedValues {
  if (ids !== undefined) requireSameLength(d, ids, "d and cluster");
  const values = new Float64Array(d.length);
  const group = new Int32Array(d.length);
  const numbers = new Map<string | number, number>();
  let kept = 0;
  for (let index = 0; index < d.length; index++) {
    if (isMissing(d[index], "d")) continue;
    values[kept] = d[index] as number;
    if (ids === undefined) group[kept] = kept;
    else {
      const id = ids[index];
      if (id === null || id === undefined || Number.isNaN(id)) {
        throw new RangeError(`cluster has no name for the value at index ${index}`);
      }
      let number = numbers.get(id);
      if (number === undefined) numbers.set(id, (number = numbers.size));
      group[kept] = number;
    }
    kept++;
  }
  return {
    values: values.subarray(0, kept),
    group: group.subarray(0, kept),
    groups: ids === undefined ? kept : numbers.size,
    dropped: d.length - kept,
  };
}

/** The sum of the values of each group. */
export function groupSums({ values, group, groups }: GroupedValues): Float64Array {
  const sums = new Float64Array(groups);
  for (let index = 0; index < values.length; index++) {
    const number = group[index] as number;
    sums[number] = (sums[number] as number) + (values[index] as number);
  }
  return sums;
}
