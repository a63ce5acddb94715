import type { PlannedScenario } from "@sameseed/analysis";
import { type CovariateReport, option, plural } from "@sameseed/core";
import { FEWEST_ADJUSTED } from "@sameseed/stats";

/** A smaller saving is not worth the words. */
const WORTHWHILE = 0.05;

/** The savings of a past run as a covariate, one sentence per variant. No result is adjusted unless requested. */
export function covariateNotes(
  { runId, differences }: CovariateReport,
  { scenarios, repeats }: { readonly scenarios: readonly PlannedScenario[]; readonly repeats: number },
): string[] {
  return differences.map(({ b, saved, covariates }) => {
    if (saved === null)
      return `The pilot has too few cases to say what ${runId} saves for ${b}: it takes ${FEWEST_ADJUSTED} with all scores.`;
    const by = covariates === "pair" ? "its difference of the same two variants" : "the difficulty that it found";
    if (saved < WORTHWHILE) return `${runId} saves next to nothing for ${b} (by ${by}).`;
    const share = `${(100 * saved).toFixed(0)} %`;
    const cases = scenarios.find(({ variant }) => variant === b)?.power.find((row) => row.repeats === repeats)?.cases;
    const adjusted = Math.max(FEWEST_ADJUSTED, Math.ceil((cases ?? 0) * (1 - saved)));
    const fewer =
      cases === null || cases === undefined || adjusted >= cases
        ? ""
        : `: ${plural(adjusted, "case")} in place of ${cases} find the difference`;
    return `With ${option("covariate")} ${runId} the variance for ${b} is ${share} smaller (by ${by})${fewer}. Take a random sample of its cases.`;
  });
}
