import { backendName, type JudgeAudit, type Reason } from "@sameseed/core";

/** Caveats of comparisons over two runs that depend on a judge: the findings of both audits, and whether the judge is the same. */
export function judgesOfTwoRuns(
  before: readonly JudgeAudit[],
  after: readonly JudgeAudit[],
): readonly Pick<JudgeAudit, "metric" | "caveats">[] {
  const metrics = [...new Set([...before, ...after].map(({ metric }) => metric))];
  return metrics.map((metric) => {
    const one = before.find((audit) => audit.metric === metric);
    const two = after.find((audit) => audit.metric === metric);
    const found = (audit: JudgeAudit | undefined, run: 1 | 2): Reason[] =>
      (audit?.caveats ?? []).map((caveat) => ({ ...caveat, run }));
    return { metric, caveats: [...change(metric, one, two), ...found(one, 1), ...found(two, 2)] };
  });
}

function change(metric: string, one: JudgeAudit | undefined, two: JudgeAudit | undefined): Reason[] {
  if (one === undefined || two === undefined || one.judge === null || two.judge === null) return [];
  if (one.judge !== two.judge) return [{ code: "otherJudges", metric, before: one.judge, after: two.judge }];
  const [before, after] = [backendsOf(one), backendsOf(two)];
  return before === after ? [] : [{ code: "otherJudgeBackends", metric, judge: one.judge, before, after }];
}

function backendsOf({ backends }: JudgeAudit): string {
  const names = backends.map((backend) => backendName(backend) ?? "");
  return names.toSorted().join(", ") || "none";
}
