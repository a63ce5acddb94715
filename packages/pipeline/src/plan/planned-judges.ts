import type { PlannedJudge } from "@sameseed/analysis";
import { answeringVariants, type Benchmark } from "@sameseed/core";

/** The scorers' judge requests, over all cases and repeats. The cases must have been checked. */
export async function plannedJudges({
  cases,
  scorers,
  judges,
  variants,
  repeats,
}: Pick<Benchmark, "cases" | "scorers" | "judges" | "variants" | "repeats">): Promise<readonly PlannedJudge[]> {
  const asking = scorers.filter(({ judgeRequests }) => judgeRequests !== undefined);
  if (asking.length === 0) return [];
  const requests = new Map(asking.map(({ name }) => [name, 0]));
  for await (const testCase of cases.cases()) {
    const { length } = answeringVariants(variants, testCase);
    for (const scorer of asking)
      requests.set(scorer.name, requests.get(scorer.name)! + scorer.judgeRequests!(testCase, length) * repeats);
  }
  return [...requests].flatMap(([scorer, count]) => {
    const asked = judges.filter((judge) => judge.scorers.includes(scorer));
    if (count === 0 || asked.length === 0) return [];
    const isFree = asked.every(({ model }) => model.isCacheable === false);
    return [{ scorer, judge: asked.map(({ id }) => id).join(", "), requests: Math.round(count), isFree }];
  });
}
