import { accessOf, accessShape, ModelParamsSpec, NonEmptyText, ReasoningSpec } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { modelKind } from "./model-kind.ts";
import { paramsEntry } from "./params-entry.ts";

/** `provider:model`, or a provider that has one model. */
export const ModelId = z.whenUsed(() =>
  z.string().regex(/^[^/:]+(:.+)?$/, "is not provider:model, such as openai:gpt-6-luna or anthropic:claude-haiku-4-5"),
);

const ServiceSpec = z.whenUsed(() =>
  z.strictObject({
    id: NonEmptyText.optional().meta({
      description: "Id of the model: the second part of a variant id. Default: the value of model.",
    }),
    reasoning: ReasoningSpec,
    model: ModelId.meta({ description: "provider:model, such as openai:gpt-6-luna." }),
    ...accessShape,
    params: ModelParamsSpec.optional().meta({
      description: "Parameters of every request. Parameters that you omit are not sent.",
    }),
  }),
);

/** A model by its id with a custom endpoint, key, headers or parameters. */
export const SERVICE = modelKind(ServiceSpec, (spec) => ({
  ...(spec.id !== undefined && { id: spec.id }),
  model: spec.model,
  ...paramsEntry(spec.params),
  ...accessOf(spec),
}));
