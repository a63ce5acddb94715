import { NonEmptyText, ReasoningSpec } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { simulated } from "../simulated.ts";
import { modelKind } from "./model-kind.ts";

const Share = z.number().min(0).max(1);

/** `model: simulated`: a model whose truth is known. */
export const SIMULATED = modelKind(
  z.strictObject({
    id: NonEmptyText.optional(),
    reasoning: ReasoningSpec,
    model: z
      .literal("simulated")
      .meta({ description: "A simulated model with known ability, to test and plan benchmarks." }),
    ability: z
      .number()
      .optional()
      .meta({ description: "Log-odds of a right answer to a case of average difficulty. Default 0." }),
    promptEffects: z
      .record(z.string(), z.number())
      .optional()
      .meta({ description: "Maps a text in the messages to its effect on the ability." }),
    difficultySd: z
      .number()
      .min(0)
      .optional()
      .meta({ description: "Standard deviation of the cases' difficulties, in log-odds. Default 1." }),
    seedCoupling: Share.optional().meta({
      description: "How much of their luck variants with the same seed share, from 0 to 1. Default 0.",
    }),
    failureRate: Share.optional(),
    truncationRate: Share.optional(),
    refusalRate: Share.optional(),
    fingerprints: z.array(NonEmptyText).optional(),
    latencyMs: z.number().min(0).optional(),
    correct: z.string().optional(),
    wrong: z.string().optional(),
  }),
  ({ id = "model", model: _, ...options }) => ({ id, model: simulated(id, options) }),
);
