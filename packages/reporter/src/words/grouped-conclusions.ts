import type { WordedComparison } from "@sameseed/core";
import { namedConclusions, type NamedConclusion } from "./named-conclusions.ts";

/** More conclusions than this are a wall: variants with one verdict share a line. */
const MOST_CONCLUSIONS = 5;
const WORDS: Readonly<Record<string, string>> = {
  better: "Better than",
  worse: "Worse than",
  equivalent: "Equivalent to",
  notWorse: "Not worse than",
  inconclusive: "Inconclusive against",
  insufficient: "Too little data against",
};

/** The conclusions of comparisons with one baseline: each its own up to five, else a line a verdict with its variants. */
export function groupedConclusions(comparisons: readonly WordedComparison[]): readonly NamedConclusion[] {
  if (comparisons.length <= MOST_CONCLUSIONS) return namedConclusions(comparisons);
  const controls = comparisons.filter(({ isControl }) => isControl);
  const groups = Map.groupBy(
    comparisons.filter(({ isControl }) => !isControl),
    ({ a, verdict }) => JSON.stringify([a, verdict]),
  );
  const lines = [...groups.values()].map((group): NamedConclusion => {
    const { a, verdict } = group[0]!;
    const names = group.map(({ b }) => b).join(", ");
    return { text: `${WORDS[verdict ?? ""] ?? "Not comparable with"} ${a}: ${names}.`, verdict, isControl: false };
  });
  return [...lines, ...namedConclusions(controls)];
}
