import * as z from "@sameseed/core/zod";
import { assertMetric } from "../scorers/assert.ts";
import { derived } from "../scorers/derived.ts";
import { maxScore } from "../scorers/max-score.ts";
import { entry, type ScorerEntry } from "./entry.ts";

const AssertMetric = z.strictObject({
  metric: z.string().min(1).meta({ description: "The metric that scorers of a case carry." }),
  of: z.string().min(1).optional().meta({ description: "Name of the assert. Default assert." }),
  weight: z.number().min(0).optional(),
});
const MaxScore = z.strictObject({
  of: z.string().min(1).optional().meta({ description: "Name of the scorer whose parts are used. Default assert." }),
  method: z.enum(["average", "sum"]).optional(),
  weights: z.record(z.string().min(1), z.number().min(0)).optional().meta({ description: "By name of a part." }),
  threshold: z.number().optional().meta({ description: "The value that the highest must reach." }),
  metric: z.string().min(1).optional(),
  weight: z.number().min(0).optional(),
});
const Derived = z.strictObject({
  metric: z.string().min(1),
  value: z.string().min(1).meta({ description: "Arithmetic over the other scorers' names, e.g. 2 * p * r / (p + r)." }),
  of: z
    .enum(["rows", "sums"])
    .optional()
    .meta({ description: "sums: also from the sums over all rows, as sums.<metric>. Default rows." }),
  weight: z.number().min(0).optional(),
});

/** Metrics of other metrics. They have no opposite with `not-`. */
export const DERIVED_SPECS: Readonly<Record<string, ScorerEntry>> = {
  derived: entry(Derived, ({ metric, value, ...options }) => derived(metric, value, options)),
  "assert-metric": entry(AssertMetric, assertMetric),
  "max-score": entry(MaxScore, maxScore),
};
