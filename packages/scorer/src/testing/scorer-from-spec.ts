import type { Scorer } from "@sameseed/core";
import type { ScorerContext } from "../scorers/scorer-context.ts";
import { type ScorerSpec, ScorerSpecs } from "../specs/scorer-spec.ts";

/** The entries of a benchmark with ids or plain entries as judges. */
export const SPECS = new ScorerSpecs();

export function scorerFromSpec(spec: ScorerSpec, context?: ScorerContext): Scorer {
  return SPECS.scorer(spec, context);
}
