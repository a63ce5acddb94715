import type { AuditRate, JudgeAudit, Reason } from "@sameseed/core";
import { complement } from "./complement.ts";

/** The findings of an audit, before the caveats are derived from them. */
type Findings = Omit<JudgeAudit, "caveats">;

/** A share of changed verdicts above this is reported. */
const MANY_CHANGES = 0.1;
/** A share of missing verdicts above this is reported. */
const MANY_MISSING = 0.05;
/** Agreement beyond chance below this is at most fair (Landis & Koch 1977). */
const LEAST_KAPPA = 0.4;

/** Caveats of a comparison that depends on the judge: significant findings of the audit only. */
export function judgeCaveats(findings: Findings): readonly Reason[] {
  const { judge, metric, kind, swap, firstPosition, retest, longerWins, selfPreference, backends, people } = findings;
  const of = { metric, judge };
  const caveats: Reason[] = [];
  const lost = findings.unparsed + findings.unanswered;
  if (lost > MANY_MISSING * findings.judged)
    caveats.push({ code: "judgeSilent", ...of, lost, judged: findings.judged, unparsed: findings.unparsed });
  if (swap !== null && changesOften(swap.same))
    caveats.push({ code: "judgeMovedByOrder", ...of, kind, changed: complement(swap.same) });
  if (kind === "pairwise" && swap === null && findings.judged > 0) caveats.push({ code: "judgeOneOrder", ...of });
  if (firstPosition !== null && isBeside(firstPosition, firstPosition.expected))
    caveats.push({ code: "judgeFavoursPlace", ...of, first: firstPosition });
  if (retest !== null && changesOften(retest.same))
    caveats.push({ code: "judgeChangesItsMind", ...of, changed: complement(retest.same) });
  if (longerWins !== null && isBeside(longerWins, 0.5)) caveats.push({ ...of, ...lengthCaveat(longerWins) });
  if (selfPreference !== null)
    caveats.push({ code: "judgeOfOneFamily", ...of, own: selfPreference.own, family: selfPreference.family });
  if (backends.length > 1) caveats.push({ code: "judgeBackends", ...of, count: backends.length });
  for (const { withJudge } of people) {
    const kappa = withJudge?.kappa;
    if (kappa !== undefined && kappa.value !== null && kappa.value < LEAST_KAPPA)
      caveats.push({ code: "judgeAgainstPeople", ...of, kappa, n: withJudge!.agreement.n });
  }
  return caveats;
}

function changesOften({ share }: AuditRate): boolean {
  return share !== null && 1 - share > MANY_CHANGES;
}

function lengthCaveat(longerWins: AuditRate) {
  const isLonger = longerWins.share! > 0.5;
  const which = isLonger ? ("longer" as const) : ("shorter" as const);
  return { code: "judgeFavoursLength" as const, which, rate: isLonger ? longerWins : complement(longerWins) };
}

/** Whether an interval leaves a value out. */
function isBeside(
  { low, high }: { readonly low: number | null; readonly high: number | null },
  value: number,
): boolean {
  return low !== null && high !== null && (low > value || high < value);
}
