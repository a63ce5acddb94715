import { type Score, type Scorer, SameseedError } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { referenceScorer } from "../reference-scorer.ts";

export interface AssertSetOptions extends CommonOptions {
  /** The weighted `mean` of the members (default), `all`: the lowest, or `any`: the highest. */
  readonly combine?: "mean" | "all" | "any" | undefined;
}

/**
 * Several scorers as one. Null when a member cannot tell, except where the others decide: a 0 under `all`, a 1 under `any`.
 * The reason names the members that are below 1.
 */
export function assertSet(scorers: readonly Scorer[], options: AssertSetOptions = {}): Scorer {
  const { combine = "mean" } = options;
  if (scorers.length === 0)
    throw new SameseedError("BAD_BENCHMARK", "An assert-set needs scorers.", { hint: "List at least one." });
  return referenceScorer({
    type: "assert-set",
    options,
    settings: { combine, scorers: scorers.map(({ name, identity }) => ({ name, identity })) },
    reference: (testCase) => {
      for (const scorer of scorers) scorer.check?.(testCase);
    },
    judge(output, _reference, answer) {
      const scores = scorers.map((scorer) => scorer.score({ ...answer, output }));
      const combined = (settled: readonly (Score | null)[]): Score => combinationOf(scorers, settled, combine);
      return scores.some((score) => score instanceof Promise)
        ? Promise.all(scores).then(combined)
        : combined(scores as readonly (Score | null)[]);
    },
  });
}

function combinationOf(
  scorers: readonly Scorer[],
  scores: readonly (Score | null)[],
  combine: NonNullable<AssertSetOptions["combine"]>,
): Score {
  const parts = scorers.map(({ name, weight = 1 }, index) => ({ name, weight, score: scores[index] ?? null }));
  const reason = parts
    .filter(({ score }) => score?.value !== 1)
    .map(
      ({ name, score }) =>
        `${name} ${score?.value ?? "cannot tell"}${score?.reason === undefined ? "" : ` (${score.reason})`}`,
    )
    .join("; ");
  return { value: valueOf(parts, combine), ...(reason === "" ? {} : { reason }) };
}

interface Part {
  readonly weight: number;
  readonly score: Score | null;
}

function valueOf(parts: readonly Part[], combine: NonNullable<AssertSetOptions["combine"]>): number | null {
  const values = parts.map(({ score }) => score?.value ?? null);
  const known = values.filter((value) => value !== null);
  const isKnown = known.length === values.length;
  if (combine === "all") return isKnown || known.includes(0) ? Math.min(...known) : null;
  if (combine === "any") return isKnown || known.includes(1) ? Math.max(...known) : null;
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  return isKnown && weights > 0
    ? parts.reduce((sum, { weight, score }) => sum + weight * score!.value!, 0) / weights
    : null;
}
