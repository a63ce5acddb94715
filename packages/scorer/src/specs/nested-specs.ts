import * as z from "@sameseed/core/zod";
import { commonShape } from "../common-options.ts";

/**
 * Options of the scorers that contain scorers; `spec` gives the schema of the inner ones, which refers to
 * these in turn.
 */
export function nestedSchemas<S>(spec: () => z.ZodType<S>) {
  const members = z.whenUsed(() => z.array(z.lazy(spec)).min(1));
  return {
    assert: z.whenUsed(() =>
      z.strictObject({
        ...commonShape,
        scorers: members.optional().meta({ description: "Scorers of every case, before the case's own." }),
      }),
    ),
    set: z.whenUsed(() =>
      z.strictObject({
        ...commonShape,
        scorers: members.meta({ description: "The scorers of the set." }),
        combine: z
          .union([z.enum(["mean", "all", "any"]), z.string().regex(/^file:\/\/.+/)])
          .optional()
          .meta({
            description:
              "mean (default): the weighted mean. all: the lowest value. any: the highest value. file://script[:function]: gets the members' metrics and returns {pass, score, reason}.",
          }),
      }),
    ),
  };
}
