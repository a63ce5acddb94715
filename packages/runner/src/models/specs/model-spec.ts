import type { ModelEntry, ScriptReader } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { HTTP } from "./http-spec.ts";
import type { ModelKind } from "./model-kind.ts";
import { RECORDED } from "./recorded-spec.ts";
import { isScriptId, SCRIPT } from "./script-spec.ts";
import { ModelId, SERVICE } from "./service-spec.ts";
import { SIMULATED } from "./simulated-spec.ts";

/** Kinds whose `model` is a word of their own, and no id of a service. */
const OWN_KINDS = [RECORDED, SIMULATED, SCRIPT, HTTP] as readonly ModelKind[];
const isOwnKind = (model: string): boolean =>
  OWN_KINDS.some(({ schema }) => (schema.shape["model"] as z.ZodType).safeParse(model).success);

/** A model of a benchmark file: `provider:model`, or an object of one kind. */
export const ModelSpec = z.union([
  ModelId,
  RECORDED.schema,
  SIMULATED.schema,
  SCRIPT.schema,
  HTTP.schema,
  SERVICE.schema.refine(({ model }) => !isOwnKind(model), "has keys that do not go together"),
]);
export type ModelSpec = z.infer<typeof ModelSpec>;

/** The model that an entry of a benchmark file describes; an id of a service stays an id. Errors: `BAD_BENCHMARK`. */
export function modelFromSpec(spec: ModelSpec, script: ScriptReader): string | ModelEntry {
  if (typeof spec === "string") return isScriptId(spec) ? modelFromSpec({ model: spec }, script) : spec;
  const kinds = [...OWN_KINDS, SERVICE as ModelKind];
  const { schema, make } = kinds.find((kind) => kind.schema.safeParse(spec).success)!;
  return { ...make(schema.parse(spec), script), ...(spec.reasoning && { reasoning: spec.reasoning }) };
}
