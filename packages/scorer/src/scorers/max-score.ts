import type { AnswerBlock, Score, ScorePart, BlockScorer } from "@sameseed/core";

export interface MaxScoreOptions {
  /** Name of the scorer whose parts are added up. Default `assert`. */
  readonly of?: string | undefined;
  /** How the parts become one value. Default `average`. */
  readonly method?: "average" | "sum" | undefined;
  /** Weights by name of a part. Default 1. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
  /** The value that the highest must reach. Default: none. */
  readonly threshold?: number | undefined;
  readonly metric?: string | undefined;
  /** Weight in the row's score. Default 0, because the parts already count. */
  readonly weight?: number | undefined;
}

/**
 * 1 for the variant with the highest value of the other scorers for a case (the first one in a tie), 0 for
 * the others. Null for all if an answer is missing or a part has no score.
 */
export function maxScore(options: MaxScoreOptions = {}): BlockScorer {
  const { of = "assert", method = "average", weights = {}, threshold, metric = "max-score", weight = 0 } = options;
  const valueOf = (parts: readonly ScorePart[]): number | null => {
    let sum = 0;
    let total = 0;
    for (const { name, value } of parts) {
      if (value === null) return null;
      const share = Object.hasOwn(weights, name) ? weights[name]! : 1;
      sum += share * value;
      total += share;
    }
    return method === "sum" ? sum : total === 0 ? 0 : sum / total;
  };
  return {
    name: metric,
    weight,
    derived: true,
    isBounded: true,
    reads: [of],
    identity: { type: "max-score", of, method, weights, threshold, weight },
    async scoreBlock({ answers }: AnswerBlock): Promise<readonly Score[]> {
      const unscored = (reason: string): Score[] => answers.map(() => ({ value: null, reason }));
      if (answers.length < 2) return unscored("there is one answer and nothing to compare it with");
      const values = answers.map(({ answer }) => {
        const parts = flat(answer?.scores?.[of]?.parts ?? []);
        return parts.length === 0 ? null : valueOf(parts);
      });
      const missing = answers.filter((_, place) => values[place] === null);
      if (missing.length > 0)
        return unscored(`there is no score of ${missing.map(({ variant }) => variant).join(", ")} to compare with`);
      const most = Math.max(...(values as number[]));
      const winner = threshold === undefined || most >= threshold ? values.indexOf(most) : -1;
      return values.map((value, place) => ({
        value: place === winner ? 1 : 0,
        reason: `${Number(value!.toFixed(4))}, the highest is ${Number(most.toFixed(4))}`,
      }));
    },
  };
}

function flat(parts: readonly ScorePart[]): ScorePart[] {
  return parts.flatMap((part) => [part, ...flat(part.parts ?? [])]);
}
