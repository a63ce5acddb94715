import { z } from "zod";
import { PromptEntry, PromptPath } from "../prompt/prompt.ts";
import { SeedPolicy } from "../seeds/seed.ts";
import { CasesSpec } from "./cases-spec.ts";
import { Prices } from "./prices.ts";
import { NonEmptyText, ReasoningSpec } from "./spec-parts.ts";

/** Schemas from the packages of models and scorers. */
export interface BenchmarkParts<M extends z.ZodType, S extends z.ZodType> {
  readonly model: M;
  readonly scorer: S;
}

/** The YAML benchmark file. Strict: an unknown key is an error. */
export function benchmarkFile<M extends z.ZodType, S extends z.ZodType>({ model, scorer }: BenchmarkParts<M, S>) {
  return z
    .strictObject({
      name: z.string().min(1).meta({ description: "Name of the benchmark, used in run ids and reports." }),
      description: z.string().optional().meta({ description: "What the benchmark is for; reports show it." }),
      seed: z
        .int()
        .min(0)
        .max(2 ** 31 - 1)
        .optional()
        .meta({ description: "The root seed. Default 1." }),
      seedPolicy: SeedPolicy.optional().meta({
        description:
          "derived (default): one seed per case and repeat. fixed: the root seed for every trial. none: no seed is sent.",
      }),
      repeats: z.int().min(1).optional().meta({
        description: "Number of answers that each variant gives to each case, each with its own seed. Default 1.",
      }),
      cases: CasesSpec.meta({
        description: "The cases: a data file, an object that maps its fields, or a list of cases.",
      }),
      prompts: z.union([z.array(PromptEntry).min(1), PromptPath]).meta({
        description: "The prompts to compare: a list of prompts and prompt files, or the path or pattern of files.",
      }),
      models: z
        .array(model)
        .min(1)
        .meta({ description: "The models to compare: ids such as openai:gpt-6-luna, or objects with parameters." }),
      variants: z
        .array(
          z.strictObject({
            prompt: z.string().meta({ description: "Id of a prompt." }),
            model: z.string().meta({ description: "Id of a model." }),
          }),
        )
        .min(1)
        .optional()
        .meta({ description: "The pairs of a prompt and a model to run. Default: every prompt with every model." }),
      scorers: z.array(scorer).min(1).meta({ description: "The scorers that rate each answer." }),
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
