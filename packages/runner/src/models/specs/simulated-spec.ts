import { NonEmptyText, ReasoningSpec } from "@sameseed/core";
import { z } from "zod";
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
      .meta({ description: "A model whose truth is known, to test and to plan a benchmark." }),
    ability: z
      .number()
      .optional()
      .meta({ description: "Log-odds of a right answer to a case of mean difficulty. Default 0." }),
    promptEffects: z
      .record(z.string(), z.number())
      .optional()
      .meta({ description: "Text in the messages → what it adds to the ability." }),
    difficultySd: z
      .number()
      .min(0)
      .optional()
      .meta({ description: "Standard deviation of the cases' difficulties, in log-odds. Default 1." }),
    seedCoupling: Share.optional().meta({ description: "1: variants under one seed share their luck. Default 0." }),
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
