import type { Manifest, Row } from "@sameseed/core";
import { priceTable } from "@sameseed/runner";

/** A row's cost in US dollars; null where its price is unknown, undefined for a row that is not to be checked. */
export type CostOf = (row: Row) => number | null | undefined;

/** Costs from the usage, if the manifest's price table is the current one; undefined for a row without such a cost. */
export async function recomputedCosts({ variants, priceTable: stored, startedAt }: Manifest): Promise<CostOf> {
  if (stored === null) return () => undefined;
  const own = /own prices (\{.*\})$/.exec(stored)?.[1];
  const models = variants.map(({ id: variant, model: modelId, identity }) => {
    const { id, ...rest } = identity as { id: string };
    return {
      variant,
      model: { id, identity: rest, complete: () => Promise.reject(new Error("This model only has a price.")) },
      names: [modelId],
    };
  });
  const table = await priceTable(
    models,
    own === undefined ? {} : (JSON.parse(own) as Record<string, { input: number; output: number }>),
    new Date(startedAt),
  );
  if (table.version !== stored) return () => undefined;
  const prices = new Map(models.map(({ variant, model }) => [variant, table.priceOf(model)]));
  return ({ trial, outcome }) => {
    const price = prices.get(trial.variant) ?? null;
    if (price === null || outcome.status === "failed" || outcome.usage === null || outcome.costTold) return undefined;
    const cost = price(outcome.usage, outcome.serviceTier);
    return Number.isFinite(cost) ? cost : null;
  };
}
