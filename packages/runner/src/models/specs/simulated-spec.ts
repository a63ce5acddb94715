import { NonEmptyText, ReasoningSpec } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { simulated } from "../simulated.ts";
import { modelKind } from "./model-kind.ts";

const Share = z.whenUsed(() => z.number().min(0).max(1));

/** `model: simulated`: a model with known true ability. */
export const SIMULATED = modelKind(
  z.whenUsed(() =>
    z.strictObject({
      id: NonEmptyText.optional().meta({
        description: "Id of the model: the second part of a variant id. Default: model.",
      }),
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
      failureRate: Share.optional().meta({ description: "Share of requests that fail. Default 0." }),
      truncationRate: Share.optional().meta({ description: "Share of answers that are cut off. Default 0." }),
      refusalRate: Share.optional().meta({ description: "Share of requests that are refused. Default 0." }),
      fingerprints: z.array(NonEmptyText).optional().meta({
        description:
          "System fingerprints that the simulated service reports; each request gets one of them. Default: none.",
      }),
      latencyMs: z
        .number()
        .min(0)
        .optional()
        .meta({ description: "Median latency in milliseconds; the model really waits. Default 0." }),
      correct: z.string().optional().meta({ description: "Text of a right answer. Default: correct." }),
      wrong: z.string().optional().meta({ description: "Text of a wrong answer. Default: wrong." }),
    }),
  ),
  ({ id = "model", model: _, ...options }) => ({ id, model: simulated(id, options) }),
);
