import { requireProbability } from "../argument-checks.ts";

/**
 * The pass rate corrected for a judge's known errors, (observed + specificity - 1)/(sensitivity + specificity - 1), cut
 * to [0, 1] (Rogan & Gladen 1978). A judge no better than chance (sum of the two at most 1): null.
 */
export function roganGladen(input: {
  readonly observed: number;
  readonly sensitivity: number;
  readonly specificity: number;
}): { readonly corrected: number | null } {
  const { observed, sensitivity, specificity } = input;
  requireProbability(observed, "observed");
  requireProbability(sensitivity, "sensitivity");
  requireProbability(specificity, "specificity");
  const skill = sensitivity + specificity - 1;
  if (skill <= 0) return { corrected: null };
  return { corrected: Math.min(1, Math.max(0, (observed + specificity - 1) / skill)) };
}
