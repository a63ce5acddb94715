import {
  SameseedError,
  type Score,
  type ScorePart,
  type Scorer,
  type AnswerScorer,
  type TestCase,
} from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { referenceScorer } from "../reference-scorer.ts";
import { type CombiningCode, combinedByCode } from "./combining-code.ts";
import { type Combination, combined, type PartScorer, scoreParts } from "./score-parts.ts";

export interface AssertSetOptions extends CommonOptions {
  /** The weighted `mean` of the members (default), `all`: the lowest, or `any`: the highest. */
  readonly combine?: Combination | undefined;
}

/**
 * Combines several scorers into one. Null if a member gives no score, unless the others decide whether it passes.
 * It passes when all members pass (under `any` one), or with a `threshold` when the value reaches that. With `code`, that
 * decides both.
 */
export function assertSet(
  members: readonly Scorer[],
  options: AssertSetOptions = {},
  code?: CombiningCode | undefined,
): AnswerScorer {
  const { combine = "mean", threshold, ...others } = options;
  if (members.length === 0)
    throw new SameseedError("BAD_BENCHMARK", "An assert-set needs scorers.", { hint: "List at least one." });
  const scorers = scorersOfOne("assert-set", members);
  const together = (parts: readonly ScorePart[]): Score | Promise<Score> =>
    code === undefined
      ? combined(parts, { combination: combine, threshold })
      : combinedByCode(parts, { code, members: scorers, threshold });
  const judges = scorers.flatMap((scorer) => scorer.judges ?? []);
  const scorer = referenceScorer({
    type: "assert-set",
    // The code receives the threshold and decides whether the answer passes.
    options: code === undefined ? options : others,
    settings: {
      combine: code?.source ?? combine,
      ...(code !== undefined && threshold !== undefined && { threshold }),
      scorers: scorers.map(({ name, identity }) => ({ name, identity })),
    },
    reference: (testCase, _where, report) => {
      for (const scorer of scorers) scorer.check?.(testCase, report);
    },
    judge(output, _reference, answer) {
      const parts = scoreParts(scorers, { ...answer, output });
      return parts instanceof Promise ? parts.then(together) : together(parts);
    },
  });
  return judges.length === 0 ? scorer : { ...scorer, judges, judgeRequests: sumOfRequests(() => scorers) };
}

/** The requests to judges of all scorers that a case has. */
export function sumOfRequests(
  scorersOf: (testCase: TestCase) => readonly Scorer[],
): NonNullable<Scorer["judgeRequests"]> {
  return (testCase, variants) =>
    scorersOf(testCase).reduce((sum, scorer) => sum + (scorer.judgeRequests?.(testCase, variants) ?? 0), 0);
}

/**
 * The scorers, each of which scores one answer. Errors: `BAD_BENCHMARK` for a scorer of a block, which cannot
 * be part of an assert.
 */
export function scorersOfOne(type: string, scorers: readonly Scorer[]): readonly PartScorer[] {
  const ofOne = scorers.filter((scorer) => scorer.scoreBlock === undefined);
  const blockwise = scorers.find((scorer) => scorer.scoreBlock !== undefined);
  if (blockwise === undefined) return ofOne;
  throw new SameseedError("BAD_BENCHMARK", `${blockwise.name} compares several answers, and ${type} scores one.`, {
    hint: "List it among the benchmark's scorers.",
  });
}
