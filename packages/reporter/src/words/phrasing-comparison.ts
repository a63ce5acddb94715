import type { WordedComparison, WordedPhrasingDifference } from "@sameseed/core";

/** A difference over phrasings as a line among comparisons: only the measures of a single pair are missing. */
export function phrasingComparison({
  text,
  metric,
  a,
  b,
  result,
  adjustment,
  verdict,
  withoutFailed,
  dependsOnFailed,
  fairness,
}: WordedPhrasingDifference): WordedComparison {
  return {
    metric,
    a,
    b,
    result,
    adjustment,
    verdict,
    withoutFailed,
    bounds: null,
    dependsOnFailed,
    suiteInterval: null,
    sharing: null,
    backend: null,
    fairness,
    isControl: false,
    conclusion: text,
  };
}
