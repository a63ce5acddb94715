import { count } from "@sameseed/core";
import { coefficientText, complement, rateText, shareText } from "./audit-text.ts";
import type { Findings } from "./judge-sentences.ts";

/** A judge that changes its mind more often than this is said to. */
const MANY_CHANGES = 0.1;
/** A share of missing verdicts above this is said. */
const MANY_MISSING = 0.05;
/** Agreement beyond chance below this is at most fair (Landis & Koch 1977). */
const LEAST_KAPPA = 0.4;

/** What speaks against a comparison that rests on the judge: findings, not suspicions. */
export function judgeCaveats(findings: Findings): readonly string[] {
  const { judge, metric, swap, firstPosition, retest, longerWins, selfPreference, backends, people } = findings;
  const name = judge === null ? `the scorer ${metric}` : `the judge of ${metric} (${judge})`;
  const caveats: string[] = [...missing(findings, name)];
  if (swap !== null && swap.same.share !== null && 1 - swap.same.share > MANY_CHANGES)
    caveats.push(
      `${name} changed its mind in ${rateText(complement(swap.same), findings.kind === "selection" ? "selection" : "pair")} with the order of the answers`,
    );
  if (findings.kind === "pairwise" && swap === null && findings.judged > 0)
    caveats.push(`${name} saw each pair in one order only: a bias of position does not show`);
  if (firstPosition !== null && isBeside(firstPosition, firstPosition.expected))
    caveats.push(`${name} favours a place: the answer shown first won ${shareText(firstPosition)}`);
  if (retest !== null && retest.same.share !== null && 1 - retest.same.share > MANY_CHANGES)
    caveats.push(`${name}, asked again, said something else in ${rateText(complement(retest.same), "verdict")}`);
  if (longerWins !== null && isBeside(longerWins, 0.5))
    caveats.push(
      `to ${name} the ${longerWins.share! > 0.5 ? "longer" : "shorter"} of two answers was better in ${rateText(longerWins.share! > 0.5 ? longerWins : complement(longerWins), "pair")}`,
    );
  if (selfPreference !== null)
    caveats.push(`${name} is of one family with ${selfPreference.own.join(", ")} (${selfPreference.family})`);
  if (backends.length > 1) caveats.push(`the backend of ${name} changed during the run: ${backends.length} versions`);
  for (const { withJudge } of people) {
    const kappa = withJudge?.kappa;
    if (kappa !== undefined && kappa.value !== null && kappa.value < LEAST_KAPPA)
      caveats.push(
        `people and ${name} agree little: kappa ${coefficientText(kappa)} over ${count(withJudge!.agreement.n)}`,
      );
  }
  return caveats;
}

function missing({ judged, unparsed, unanswered }: Findings, name: string): string[] {
  const lost = unparsed + unanswered;
  return lost > MANY_MISSING * judged
    ? [`${name} gave no verdict on ${count(lost)} of ${count(judged)} (${count(unparsed)} could not be read)`]
    : [];
}

/** Whether an interval leaves a value out. */
function isBeside(
  { low, high }: { readonly low: number | null; readonly high: number | null },
  value: number,
): boolean {
  return low !== null && high !== null && (low > value || high < value);
}
