import type { WordedComparison } from "@sameseed/core";

/** A conclusion of one or more comparisons, which share their verdict. */
export interface NamedConclusion extends Pick<WordedComparison, "verdict" | "isControl"> {
  readonly text: string;
}

/** What may be concluded of several comparisons, a sentence once: with the variants it is about where it does not name its own. */
export function namedConclusions(comparisons: readonly WordedComparison[]): readonly NamedConclusion[] {
  const groups = Map.groupBy(comparisons, ({ conclusion, verdict, isControl }) =>
    JSON.stringify([conclusion, verdict, isControl]),
  );
  return [...groups.values()].map((concerned) => {
    const { conclusion, verdict, isControl } = concerned[0]!;
    const isClear = concerned.length === comparisons.length || concerned.every(namesItsOwn);
    const names = [...new Set(concerned.map(({ b }) => b))].join(", ");
    const text = isClear ? conclusion : `${names}: ${conclusion[0]!.toLowerCase()}${conclusion.slice(1)}`;
    return { text, verdict, isControl };
  });
}

function namesItsOwn({ b, conclusion }: WordedComparison): boolean {
  return conclusion.includes(b.replace(/ \(A\/A\)$/, ""));
}
