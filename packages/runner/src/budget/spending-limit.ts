import type { Completion, OptionName } from "@sameseed/core";

/** The quantities that a budget may limit, in addition to time. */
export interface Amounts {
  readonly maxCostUsd?: number | undefined;
  /** Prompt and completion tokens together. */
  readonly maxTokens?: number | undefined;
}

/** The usage that an answer reports. */
export type Spent = Pick<Completion, "costUsd" | "usage">;

/** One thing that is used up: money or tokens. */
export interface SpendingLimit {
  readonly limit: number;
  readonly option: OptionName;
  /** The amount that an answer must report to be counted, in words. */
  readonly what: string;
  readonly show: (amount: number) => string;
  /** Null when the answer does not contain it. */
  readonly of: (answer: Spent) => number | null;
  spent: number;
}

/** An account for each limit that is set. */
export function spendingLimitsOf({ maxCostUsd, maxTokens }: Amounts): readonly SpendingLimit[] {
  const accounts: SpendingLimit[] = [];
  if (maxCostUsd !== undefined)
    accounts.push({ limit: maxCostUsd, option: "budget.maxCostUsd", what: "cost", show: usd, of: costOf, spent: 0 });
  if (maxTokens !== undefined)
    accounts.push({
      limit: maxTokens,
      option: "budget.maxTokens",
      what: "token counts",
      show: tokens,
      of: tokensOf,
      spent: 0,
    });
  return accounts;
}

function costOf({ costUsd }: Spent): number | null {
  return costUsd;
}

function tokensOf({ usage }: Spent): number | null {
  return usage === null ? null : usage.promptTokens + usage.completionTokens;
}

function tokens(amount: number): string {
  return `${amount} tokens`;
}

function usd(amount: number): string {
  return `$${Number(amount.toPrecision(4))}`;
}
