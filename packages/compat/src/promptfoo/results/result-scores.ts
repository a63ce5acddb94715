import type { ScorePart, ScoreRecord } from "@sameseed/core";
import type { Component, EvaluateResult } from "./result-schema.ts";

/** The scores of an answer under the names that the imported config gives them: `assert`, and each metric. */
export function resultScores(result: EvaluateResult): Record<string, ScoreRecord> {
  const { testCase, gradingResult, score, success, namedScores } = result;
  const components = (gradingResult?.componentResults ?? []).filter((one) => one !== null);
  if (components.length === 0 && (testCase?.assert ?? []).length === 0)
    return { assert: { value: null, reason: "the test has no assertion" } };
  const named = Object.entries(namedScores ?? {}).map(
    ([metric, sum]) => [metric, metricOf(metric, components) ?? share(sum)] as const,
  );
  return {
    assert: {
      ...share(score),
      ...(typeof success === "boolean" && { pass: success }),
      ...(gradingResult?.reason && { reason: gradingResult.reason }),
      ...(components.length > 0 && { parts: components.map(partOf) }),
    },
    ...Object.fromEntries(named.map(([metric, record]) => [metric, { ...record, weight: 0 }])),
  };
}

/** The weighted mean of the assertions with this metric; undefined without a score. */
function metricOf(metric: string, components: readonly Component[]): ScoreRecord | undefined {
  let sum = 0;
  let weights = 0;
  for (const { assertion, score } of components) {
    const weight = assertion?.weight ?? 1;
    if (assertion?.metric !== metric || typeof score !== "number" || weight <= 0) continue;
    sum += weight * Math.min(1, Math.max(0, score));
    weights += weight;
  }
  return weights === 0 ? undefined : { value: sum / weights };
}

function partOf({ assertion, score, pass, reason }: Component): ScorePart {
  return {
    name: assertion?.type ?? "assertion",
    value: share(score).value,
    ...(typeof pass === "boolean" && { pass }),
    ...(typeof assertion?.weight === "number" && assertion.weight >= 0 && { weight: assertion.weight }),
    ...(reason && { reason }),
  };
}

/** Scores beyond 0…1, which code may give, count as 0 or 1, as they do in a benchmark. */
function share(score: number | null | undefined): { readonly value: number | null } {
  return { value: typeof score === "number" ? Math.min(1, Math.max(0, score)) : null };
}
