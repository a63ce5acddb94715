import type { ModelEntry, ScriptReader } from "@sameseed/core";
import type * as z from "@sameseed/core/zod";

/** A kind of model in a benchmark file: the schema of its entry, and the model that an entry describes. */
export interface ModelKind<S extends z.ZodObject = z.ZodObject> {
  readonly schema: S;
  /** Errors: `BAD_BENCHMARK`, and those of the script reader. */
  readonly make: (spec: z.infer<S>, script: ScriptReader) => ModelEntry;
}

/** Ties an entry's schema to the function that makes the model. */
export function modelKind<S extends z.ZodObject>(schema: S, make: ModelKind<S>["make"]): ModelKind<S> {
  return { schema, make };
}
