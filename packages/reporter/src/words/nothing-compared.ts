import type { WordedPhrasingReport } from "@sameseed/core";

interface Found {
  readonly phrasings?: WordedPhrasingReport | undefined;
  /** Variants that were run. */
  readonly variants: number;
}

/** Why no verdict follows; empty if there is one over phrasings. */
export function nothingCompared({ phrasings, variants }: Found): string {
  if ((phrasings?.comparisons.length ?? 0) > 0) return "";
  const [first] = phrasings?.variants ?? [];
  if (first !== undefined)
    return `One prompt and model, so there is nothing to compare. Its ${first.phrasings} phrasings show how much the wording matters.`;
  return variants > 1
    ? "One prompt and model, so there is nothing to compare."
    : "One variant, so there is nothing to compare.";
}
