import { accessShape, type JudgeReference, ModelParams, ReasoningSpec } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { type CommonOptions, commonShape } from "../common-options.ts";

/** Share of cases whose verdict is asked for twice: enough to see a judge that wavers, for a tenth of its price. */
export const DEFAULT_RETEST = 0.1;

/** What every scorer that asks a judge takes. */
export interface JudgeOptions extends CommonOptions {
  /** The model that judges. Default: the benchmark's `judge`. */
  readonly judge?: JudgeReference;
  /** Judge prompt instead of the scorer's own: a user message, or chat messages; docs/judges.md names the variables. */
  readonly prompt?: JudgePrompt | undefined;
  /** Share of cases, drawn with the seed, whose verdict is asked for a second time under another seed. Default 0.1. */
  readonly retest?: number | undefined;
}

const JudgeMessage = z.strictObject({
  role: z.enum(["system", "user", "assistant"]).meta({ description: "The author of the message." }),
  content: z.string().min(1).meta({ description: "The text; docs/judges.md lists its variables." }),
});
export type JudgePrompt = string | readonly Readonly<z.infer<typeof JudgeMessage>>[];

/** A judge as an id, or as an entry with the keys of a service: what cases of a benchmark in TypeScript may name. */
const PlainJudge = z.union([
  z.string().min(1),
  z.strictObject({
    id: z.string().min(1).optional().meta({ description: "Id of the judge. Default: model." }),
    reasoning: ReasoningSpec,
    model: z.string().min(1).meta({ description: "provider:model, such as openai:gpt-6-luna." }),
    ...accessShape,
    params: ModelParams.optional().meta({ description: "Parameters of every request." }),
  }),
]);

/** The key `judge` of a scorer, for models of this schema. */
export function judgeKey<S extends z.ZodType>(model: S) {
  return model.optional().meta({ description: "The judge model. Default: the benchmark's judge." });
}

/** The same for YAML. A benchmark file has its own models in place of `judge`. */
export const judgeShape = {
  ...commonShape,
  judge: judgeKey(PlainJudge),
  prompt: z
    .union([z.string().min(1), z.array(JudgeMessage).min(1)])
    .optional()
    .meta({ description: "Your own judge prompt: a user message, or chat messages." }),
  retest: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta({ description: "Share of the cases that are judged a second time, with another seed. Default 0.1." }),
};
