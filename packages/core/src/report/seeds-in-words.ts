import type { Fairness } from "./comparison.ts";

/**
 * The statement about the seeds of comparisons: "same seeds" is a claim about the draws, and is made only
 * where seeds are known to be honoured.
 */
export function seedsInWords(
  comparisons: readonly { readonly fairness: Pick<Fairness, "seeds"> }[],
): "same seeds" | "no seeds" | "seeds sent" {
  const all = (seeds: Fairness["seeds"]): boolean => comparisons.every(({ fairness }) => fairness.seeds === seeds);
  if (all("honoured")) return "same seeds";
  return all("none") ? "no seeds" : "seeds sent";
}
