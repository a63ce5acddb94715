import { z } from "zod";
import { PromptEntry, PromptPath } from "../prompt/prompt.ts";
import { SeedPolicy } from "../seeds/seed.ts";
import { CasesSpec } from "./cases-spec.ts";
import { Prices } from "./prices.ts";
import { NonEmptyText, ReasoningSpec } from "./spec-parts.ts";

/** Schemas that the packages of models and scorers bring. */
export interface BenchmarkParts<M extends z.ZodType, S extends z.ZodType> {
  readonly model: M;
  readonly scorer: S;
}

/** The YAML benchmark file. Strict: an unknown key is an error. */
export function benchmarkFile<M extends z.ZodType, S extends z.ZodType>({ model, scorer }: BenchmarkParts<M, S>) {
  return z
    .strictObject({
      name: z.string().min(1),
      description: z.string().optional(),
      seed: z
        .int()
        .min(0)
        .max(2 ** 31 - 1)
        .optional()
        .meta({ description: "The root seed. Default 1." }),
      seedPolicy: SeedPolicy.optional(),
      repeats: z.int().min(1).optional(),
      cases: CasesSpec,
      prompts: z.union([z.array(PromptEntry).min(1), PromptPath]),
      models: z.array(model).min(1),
      variants: z
        .array(z.strictObject({ prompt: z.string(), model: z.string() }))
        .min(1)
        .optional(),
      scorers: z.array(scorer).min(1),
      judge: z
        .union([model, z.array(model).min(1)])
        .optional()
        .meta({
          description:
            "Judge model for scorers that name none. In a list, the first is the default and scorers name the others by id.",
        }),
      margin: z
        .number()
        .positive()
        .max(1)
        .optional()
        .meta({ description: "The largest score difference that does not matter to you. Default 0.02." }),
      passAt: z
        .array(z.int().min(1))
        .min(1)
        .optional()
        .meta({ description: "Values of k for pass@k and pass^k, each from 1 to repeats." }),
      slices: z.array(NonEmptyText).min(1).optional().meta({
        description:
          "Metadata keys or variables, e.g. [category]. Variants are also compared within each group of cases that share a value.",
      }),
      prices: Prices.optional().meta({
        description:
          "Prices per model, in US dollars per million tokens. Default: the built-in price table, for the providers' own base URLs.",
      }),
      reasoning: ReasoningSpec,
      dropUnsupported: z.boolean().optional().meta({
        description:
          "Omits parameters that a service does not support, with a note. Default: such a parameter is an error.",
      }),
      baseline: z
        .string()
        .optional()
        .meta({ description: "A variant id, <prompt id>/<model id>. Default: the first." }),
    })
    .meta({ title: "sameseed benchmark" });
}
export type BenchmarkFile<M, S> = Omit<z.infer<ReturnType<typeof benchmarkFile>>, "models" | "judge" | "scorers"> & {
  readonly models: M[];
  readonly judge?: M | M[] | undefined;
  readonly scorers: S[];
};
