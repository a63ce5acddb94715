import { accessOf, ModelParamsSpec, NonEmptyText, ReasoningSpec } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { HeadersSpec } from "./headers-spec.ts";
import { modelKind } from "./model-kind.ts";
import { paramsEntry } from "./params-entry.ts";

/** `provider:model`, or a provider that has one model. */
export const ModelId = z
  .string()
  .regex(/^[^/:]+(:.+)?$/, "is not provider:model, such as openai:gpt-6-luna or anthropic:claude-haiku-4-5");

const ServiceSpec = z.strictObject({
  id: NonEmptyText.optional(),
  reasoning: ReasoningSpec,
  model: ModelId,
  baseUrl: z.url().optional(),
  apiKeyEnv: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "Environment variable with the key. Default: the provider's, such as OPENAI_API_KEY." }),
  headers: HeadersSpec.optional(),
  timeoutMs: z
    .int()
    .min(1)
    .optional()
    .meta({ description: "Timeout of one attempt in milliseconds. Default: that of the run." }),
  seedField: z
    .enum(["none", "seed", "random_seed"])
    .optional()
    .meta({ description: "Request field for the seed; none sends no seed. Default: the provider's." }),
  params: ModelParamsSpec.optional(),
});

/** A model by its id with an endpoint, a key, headers or parameters of its own. */
export const SERVICE = modelKind(ServiceSpec, (spec) => ({
  ...(spec.id !== undefined && { id: spec.id }),
  model: spec.model,
  ...paramsEntry(spec.params),
  ...accessOf(spec),
}));
