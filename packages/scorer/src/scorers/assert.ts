import {
  SameseedError,
  type Score,
  type ScorePart,
  type Scorer,
  type DerivedScorer,
  type JudgedScorer,
  type TestCase,
} from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { referenceScorer } from "../reference-scorer.ts";
import { scorersOfOne, sumOfRequests } from "./assert-set.ts";
import { combined, scoreParts } from "./score-parts.ts";

export interface AssertOptions extends CommonOptions {
  /** Scorers for every case, applied before the case's own. */
  readonly scorers?: readonly Scorer[] | undefined;
}

/**
 * Applies the case's own scorers (`scorers` of the case). The value is their weighted mean, and the case passes if all
 * pass. Null for a case without scorers. The score's `parts` are the results of the scorers.
 */
export function assertCase(scorerOf: (spec: string | object) => Scorer, options: AssertOptions = {}): JudgedScorer {
  const { scorers: shared = [], threshold } = options;
  const together = (parts: readonly ScorePart[]): Score => combined(parts, { combination: "mean", threshold });
  const compiled = new Map<string, Scorer>();
  const scorersOf = ({ id, scorers = [] }: TestCase): Scorer[] => [
    ...shared,
    ...scorers.map((spec) => {
      const key = JSON.stringify(spec);
      const known = compiled.get(key) ?? compile(spec, id);
      compiled.set(key, known);
      return known;
    }),
  ];
  const compile = (spec: string | object, id: string): Scorer => {
    try {
      return scorerOf(spec);
    } catch (cause) {
      if (!(cause instanceof SameseedError)) throw cause;
      throw new SameseedError(cause.code, `Case "${id}": ${cause.message}`, { hint: cause.hint ?? "", cause });
    }
  };
  return {
    ...referenceScorer({
      type: "assert",
      options,
      settings: {},
      reference: (testCase, _where, report) => {
        for (const scorer of scorersOfOne("assert", scorersOf(testCase))) scorer.check?.(testCase, report);
      },
      judge(output, _reference, answer) {
        const scorers = scorersOfOne("assert", scorersOf(answer.case));
        if (scorers.length === 0) return { value: null, reason: "the case has no scorers" };
        const parts = scoreParts(scorers, { ...answer, output });
        return parts instanceof Promise ? parts.then(together) : together(parts);
      },
    }),
    mayAskJudge: true,
    judgeRequests: sumOfRequests(scorersOf),
    /** Read again after the check of all cases, for the judges of cases. */
    get judges() {
      return [...shared, ...compiled.values()].flatMap((scorer) => scorer.judges ?? []);
    },
    /** Read after the check of all cases: it contains the scripts and files that they name. */
    get identity() {
      const { metric, weight, threshold, transform } = options;
      const known = [...shared, ...compiled.values()].map(({ name, identity }) => ({ name, identity }));
      return { type: "assert", metric, weight, threshold, transform, scorers: known };
    },
  };
}

export interface AssertMetricOptions {
  /** Name of the metric, as the case's scorers have it. */
  readonly metric: string;
  /** Name of the `assert` whose parts are averaged. Default `assert`. */
  readonly of?: string | undefined;
  /** Weight in the row's score. Default 0, because the parts already count. */
  readonly weight?: number | undefined;
}

/**
 * The weighted mean of a case's scorers with the same metric, including those inside sets; null for a case
 * without such scorers.
 */
export function assertMetric({ metric, of = "assert", weight = 0 }: AssertMetricOptions): DerivedScorer {
  return {
    name: metric,
    derived: true,
    ofParts: true,
    reads: [of],
    isBounded: true,
    weight,
    identity: { type: "assert-metric", metric, of, weight },
    score({ scores = {} }) {
      const parts = flat(scores[of]?.parts ?? []).filter(({ name }) => name === metric);
      if (parts.length === 0) return { value: null, reason: "the case has no scorer of this metric" };
      const { parts: _, ...score } = combined(parts, { combination: "mean" });
      return score;
    },
  };
}

function flat(parts: readonly ScorePart[]): ScorePart[] {
  return parts.flatMap((part) => [part, ...flat(part.parts ?? [])]);
}
