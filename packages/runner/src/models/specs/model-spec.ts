import type { ModelEntry, ScriptReader } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { HTTP } from "./http-spec.ts";
import type { ModelKind } from "./model-kind.ts";
import { RECORDED } from "./recorded-spec.ts";
import { isScriptId, REFERENCE, SCRIPT } from "./script-spec.ts";
import { ModelId, SERVICE } from "./service-spec.ts";
import { SIMULATED } from "./simulated-spec.ts";

/** Kinds with a separate word as `model`. */
const OWN_KINDS = new Map([
  ["recorded", RECORDED],
  ["simulated", SIMULATED],
  ["http", HTTP],
] as readonly (readonly [string, ModelKind])[]);

/** The kind of an entry with this `model`. */
function kindOf(model: string): ModelKind {
  return OWN_KINDS.get(model) ?? ((REFERENCE.test(model) ? SCRIPT : SERVICE) as ModelKind);
}

/** A model of a benchmark file: `provider:model`, or an object of one kind. */
export const ModelSpec = z.whenUsed(() =>
  z.union([
    ModelId,
    RECORDED.schema,
    SIMULATED.schema,
    SCRIPT.schema,
    HTTP.schema,
    SERVICE.schema.refine(({ model }) => kindOf(model) === SERVICE, "has keys that do not go together"),
  ]),
);
export type ModelSpec = z.infer<typeof ModelSpec>;

/** The model that an entry of a benchmark file describes; an id of a service stays an id. Errors: `BAD_BENCHMARK`. */
export function modelFromSpec(spec: ModelSpec, script: ScriptReader): string | ModelEntry {
  if (typeof spec === "string") return isScriptId(spec) ? modelFromSpec({ model: spec }, script) : spec;
  const { schema, make } = kindOf(spec.model);
  return { ...make(schema.parse(spec), script), ...(spec.reasoning && { reasoning: spec.reasoning }) };
}

/** Whether a value fits `ModelSpec`. It makes the schema of the value's own kind only, where `ModelSpec` makes all. */
export function isModelSpec(value: unknown): value is ModelSpec {
  if (typeof value !== "object" || value === null) return ModelId.safeParse(value).success;
  const { model } = value as { readonly model?: unknown };
  return typeof model === "string" && kindOf(model).schema.safeParse(value).success;
}
