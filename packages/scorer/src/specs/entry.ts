import type { Scorer } from "@sameseed/core";
import type { ScorerContext } from "../scorers/scorer-context.ts";
import type * as z from "@sameseed/core/zod";

/** A benchmark file's schema for a scorer, and the scorer's factory. */
export interface ScorerEntry {
  readonly schema: z.ZodObject;
  readonly make: (
    options: Readonly<Record<string, unknown>> & { readonly not?: boolean },
    context?: ScorerContext,
  ) => Scorer;
  /** Whether it runs code of the file, or sends answers to an address in it, which data must not do. */
  readonly isActive?: true;
}

/** The entry of a scorer that runs code, or sends answers to an address. */
export function active(entry: ScorerEntry): ScorerEntry {
  return { ...entry, isActive: true };
}

/** Ties the options' schema to the factory that takes them. */
export function entry<S extends z.ZodObject>(
  schema: S,
  make: (options: z.infer<S> & { readonly not?: boolean }, context?: ScorerContext) => Scorer,
): ScorerEntry {
  return { schema, make: make as ScorerEntry["make"] };
}
