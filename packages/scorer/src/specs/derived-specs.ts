import * as z from "@sameseed/core/zod";
import { assertMetric } from "../scorers/assert.ts";
import { derived } from "../scorers/derived.ts";
import { maxScore } from "../scorers/max-score.ts";
import { entry, type ScorerEntry } from "./entry.ts";

const AssertMetric = z.whenUsed(() =>
  z.strictObject({
    metric: z.string().min(1).meta({ description: "The metric that scorers of a case carry." }),
    of: z.string().min(1).optional().meta({ description: "Name of the assert. Default assert." }),
    weight: z
      .number()
      .min(0)
      .optional()
      .meta({ description: "Weight in the row's score. Default 0, because the parts already count." }),
  }),
);
const MaxScore = z.whenUsed(() =>
  z.strictObject({
    of: z.string().min(1).optional().meta({ description: "Name of the scorer whose parts are used. Default assert." }),
    method: z
      .enum(["average", "sum"])
      .optional()
      .meta({ description: "How the parts become one value. Default: average." }),
    weights: z.record(z.string().min(1), z.number().min(0)).optional().meta({ description: "By name of a part." }),
    threshold: z.number().optional().meta({ description: "The value that the highest must reach." }),
    metric: z.string().min(1).optional().meta({ description: "Name in columns and reports. Default: max-score." }),
    weight: z
      .number()
      .min(0)
      .optional()
      .meta({ description: "Weight in the row's score. Default 0, because the parts already count." }),
  }),
);
const Derived = z.whenUsed(() =>
  z.strictObject({
    metric: z.string().min(1).meta({ description: "Name of the metric in columns and reports." }),
    value: z
      .string()
      .min(1)
      .meta({ description: "Arithmetic over the other scorers' names, e.g. 2 * p * r / (p + r)." }),
    of: z
      .enum(["rows", "sums"])
      .optional()
      .meta({ description: "sums: also from the sums over all rows, as sums.<metric>. Default rows." }),
    weight: z
      .number()
      .min(0)
      .optional()
      .meta({ description: "Weight in the row's score. Default 0, because the parts already count." }),
  }),
);

/** Metrics of other metrics. They have no opposite with `not-`. */
export const DERIVED_SPECS: Readonly<Record<string, ScorerEntry>> = {
  derived: entry(Derived, ({ metric, value, ...options }) => derived(metric, value, options)),
  "assert-metric": entry(AssertMetric, assertMetric),
  "max-score": entry(MaxScore, maxScore),
};
