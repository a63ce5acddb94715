import type { WordedComparison } from "@sameseed/core";

/** A conclusion of one or more comparisons, which share their verdict. */
export interface NamedConclusion extends Pick<WordedComparison, "verdict" | "isControl"> {
  readonly text: string;
}

/** The conclusions of several comparisons, each sentence once, with its variants if it does not name them. */
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
