import type { Budget, BudgetMeter } from "./budget-meter.ts";
import { LimitedMeter } from "./limited-meter.ts";

/** The meter of a budget; `now` is a clock in milliseconds. */
export function budgetMeter(budget: Budget, now: () => number = () => performance.now()): BudgetMeter {
  const { maxCostUsd, maxTokens, maxDurationMs } = budget;
  if (maxCostUsd === undefined && maxTokens === undefined && maxDurationMs === undefined) return UNLIMITED;
  return new LimitedMeter(budget, now);
}

/** For runs without a limit: counts nothing. */
const UNLIMITED: BudgetMeter = {
  spend() {},
  spendCall() {},
  metered: (model) => model,
  within: (trials) => trials,
  admit: async () => true,
  release() {},
  settle() {},
  skip() {},
  arrive() {},
  timeUp: new AbortController().signal,
  stoppedBy: () => null,
  close() {},
};
