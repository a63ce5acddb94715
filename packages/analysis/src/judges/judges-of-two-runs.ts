import { backendName, type JudgeAudit } from "@sameseed/core";

/** What speaks against comparisons over two runs that rest on a judge: what either audit found, and whether it was one judge. */
export function judgesOfTwoRuns(
  before: readonly JudgeAudit[],
  after: readonly JudgeAudit[],
): readonly Pick<JudgeAudit, "metric" | "caveats">[] {
  const metrics = [...new Set([...before, ...after].map(({ metric }) => metric))];
  return metrics.map((metric) => {
    const one = before.find((audit) => audit.metric === metric);
    const two = after.find((audit) => audit.metric === metric);
    const found = (audit: JudgeAudit | undefined, run: number): string[] =>
      (audit?.caveats ?? []).map((caveat) => `${caveat} [run ${run}]`);
    return { metric, caveats: [...change(metric, one, two), ...found(one, 1), ...found(two, 2)] };
  });
}

function change(metric: string, one: JudgeAudit | undefined, two: JudgeAudit | undefined): string[] {
  if (one === undefined || two === undefined || one.judge === null || two.judge === null) return [];
  if (one.judge !== two.judge) return [`${metric} was judged by ${one.judge} in run 1 and by ${two.judge} in run 2`];
  const [first, second] = [one, two].map(backendsOf);
  return first === second
    ? []
    : [`the judge of ${metric} (${one.judge}) answered from other backends: ${first} in run 1, ${second} in run 2`];
}

function backendsOf({ backends }: JudgeAudit): string {
  const names = backends.map((backend) => backendName(backend) ?? "");
  return names.toSorted().join(", ") || "none";
}
