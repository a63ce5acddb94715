import * as z from "@sameseed/core/zod";
import { type Transform, TransformSpec } from "./answer/transform.ts";

/** Options of every scorer. */
export interface CommonOptions {
  /** The scorer's name in columns and reports. Default: its type. */
  readonly metric?: string | undefined;
  /** Reverses the result: 1 − value. Default false. */
  readonly not?: boolean | undefined;
  /** Weight in the row's score, which is the weighted mean; with 0 the scorer is only reported. Default 1. */
  readonly weight?: number | undefined;
  /**
   * The lowest value that passes. The value does not change; the score also says whether it passed, and
   * the reason why not. With `not`, the result of the threshold is reversed too.
   */
  readonly threshold?: number | undefined;
  /** Changes the answer before it is scored; several steps are applied in order. */
  readonly transform?: Transform | readonly Transform[] | undefined;
}

/** The same for YAML, where `not` is a prefix of the name. */
export const commonShape = z.whenUsed(() => ({
  metric: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "The scorer's name in columns and reports. Default: its type." }),
  weight: z
    .number()
    .min(0)
    .optional()
    .meta({ description: "Weight in the row's score, which is the weighted mean. Default 1." }),
  threshold: z.number().min(0).max(1).optional().meta({ description: "The lowest value that passes." }),
  transform: TransformSpec.optional(),
}));

/** Refers to the reference answer, for the scorers that have one. */
export const expectedShape = z.whenUsed(() => ({
  expected: z.union([z.string(), z.number(), z.boolean()]).optional().meta({
    description:
      "A template with the case's variables, e.g. {{answer}}, or a literal. Default: the case's expected answer.",
  }),
}));
