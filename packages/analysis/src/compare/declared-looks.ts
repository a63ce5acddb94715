import type { SequentialRun } from "@sameseed/core";
import { type DeclaredLooks, spendingDesign } from "@sameseed/stats";

/** The levels of a run's declared looks where `comparisons` share its alpha; undefined for a run that looks after every case. */
export function declaredLooksOf(
  { looks, alpha, plannedCases }: SequentialRun,
  comparisons: number,
): DeclaredLooks | undefined {
  if (looks === undefined) return undefined;
  const times = looks.map((cases) => cases / plannedCases);
  return { looks, ...spendingDesign({ times, alpha: alpha / Math.max(1, comparisons) }) };
}
