import * as z from "@sameseed/core/zod";
import { commonShape } from "../common-options.ts";

/** Options of the scorers with scorers in them; `spec` gives the schema of those, which knows these in turn. */
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
