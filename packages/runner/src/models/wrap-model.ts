import type { Model } from "@sameseed/core";

/** The model with another `complete` made from its own: the only way to add behaviour to a model. */
export function wrapModel(model: Model, wrap: (inner: Model) => Model["complete"]): Model {
  const { relativeTo, prepare, notes, close } = model;
  return {
    id: model.id,
    /** Read on demand: a recording's identity hashes its file. */
    get identity() {
      return model.identity;
    },
    ...(model.isCacheable !== undefined && { isCacheable: model.isCacheable }),
    ...(model.isImmediate !== undefined && { isImmediate: model.isImmediate }),
    ...(model.releasesSignal !== undefined && { releasesSignal: model.releasesSignal }),
    ...(model.quota !== undefined && { quota: model.quota }),
    ...(model.timeoutMs !== undefined && { timeoutMs: model.timeoutMs }),
    ...(model.hasJsonSchema !== undefined && { hasJsonSchema: model.hasJsonSchema }),
    ...(model.params && { params: model.params }),
    ...(model.service !== undefined && { service: model.service }),
    ...(model.seed && { seed: model.seed }),
    ...(model.parameterUses && { parameterUses: (params) => model.parameterUses!(params) }),
    ...(relativeTo && { relativeTo: (folder) => wrapModel(relativeTo.call(model, folder), wrap) }),
    ...(model.engine && { engine: () => model.engine!() }),
    ...(prepare && { prepare: () => prepare.call(model) }),
    ...(notes && { notes: (cases) => notes.call(model, cases) }),
    ...(model.batches && { batches: () => model.batches!() }),
    ...(close && { close: () => close.call(model) }),
    complete: wrap(model),
  };
}
