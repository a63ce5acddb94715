import type { Benchmark, ModelParameters } from "@sameseed/core";

/** The rows of the parity table: each model of a benchmark once. */
export function modelParameters({
  variants,
  seedPolicy,
}: Pick<Benchmark, "variants" | "seedPolicy">): ModelParameters[] {
  const models = new Map(variants.map((variant) => [variant.modelId, variant]));
  return [...models.values()].map(({ modelId, model, params, parameters }) => ({
    model: modelId,
    service: model.service ?? null,
    params,
    parameters: parameters?.filter(({ parameter }) => parameter !== "seed" || seedPolicy !== "none") ?? null,
  }));
}
