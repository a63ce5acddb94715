import type { Model } from "@sameseed/core";
import { wrapModel } from "../models/wrap-model.ts";
import type { PriceOf } from "./price-table.ts";

/** Adds the cost to answers that have a usage but no cost. Without a price the model is returned unchanged. */
export function priced(model: Model, priceOf: PriceOf | null): Model {
  if (priceOf === null) return model;
  return wrapModel(model, (inner) => async (request, signal) => {
    const completion = await inner.complete(request, signal);
    if (completion.costUsd !== null || completion.usage === null) return completion;
    const costUsd = priceOf(completion.usage, completion.serviceTier);
    return Number.isFinite(costUsd) ? { ...completion, costUsd } : completion;
  });
}
