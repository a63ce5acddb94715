import type { Scorer } from "@sameseed/core";
import type { z } from "zod";

/** What a benchmark file may say of a scorer, and how it becomes one. */
export interface ScorerEntry {
  readonly schema: z.ZodObject;
  readonly make: (options: Readonly<Record<string, unknown>> & { readonly not?: boolean }) => Scorer;
}

/** Ties the options' schema to the factory that takes them. */
export function entry<S extends z.ZodObject>(
  schema: S,
  make: (options: z.infer<S> & { readonly not?: boolean }) => Scorer,
): ScorerEntry {
  return { schema, make: make as ScorerEntry["make"] };
}
