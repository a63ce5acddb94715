import type { Reason, VariantComparison } from "@sameseed/core";
import { expect, test } from "vitest";
import { withJudgeCaveats } from "./with-judge-caveats.ts";

const AUDITS = [{ metric: "tone", caveats: [{ code: "judgeOneOrder", metric: "tone", judge: "m" } as const] }];
const scorer = (name: string, weight: number, type = name) => ({ name, identity: { type, weight } });

function reasonsOn(metric: string, scorers: Parameters<typeof withJudgeCaveats>[2]): readonly Reason[] {
  const fairness = { verdict: "fair", reasons: [], factors: [] } as const;
  const [comparison] = withJudgeCaveats([{ metric, fairness } as unknown as VariantComparison], AUDITS, scorers);
  return comparison!.fairness.reasons;
}

test.each([
  ["score", "of a judge that counts", [scorer("equals", 1), scorer("tone", 1)], 1],
  ["score", "of a judge of weight 0", [scorer("equals", 1), scorer("tone", 0)], 0],
  ["score", "of a derived scorer that may be computed from it", [scorer("f", 1, "derived"), scorer("tone", 0)], 1],
  ["tone", "of its own judge, whatever it weighs", [scorer("equals", 1), scorer("tone", 0)], 1],
  ["equals", "of no judge", [scorer("equals", 1), scorer("tone", 1)], 0],
])("a comparison on %s has the caveats %s", (metric, _, scorers, count) => {
  expect(reasonsOn(metric, scorers)).toHaveLength(count);
});
