import { accessShape, type JudgeReference, ModelParams, ReasoningSpec } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { type CommonOptions, commonShape } from "../common-options.ts";

/** Share of the cases that are judged twice: enough to detect an inconsistent judge, for a tenth of the price. */
export const DEFAULT_RETEST = 0.1;

/** Options of every scorer with a judge. */
export interface JudgeOptions extends CommonOptions {
  /** The model that judges. Default: the benchmark's `judge`. */
  readonly judge?: JudgeReference;
  /** Judge prompt instead of the scorer's own: a user message, or chat messages; docs/judges.md names the variables. */
  readonly prompt?: JudgePrompt | undefined;
  /** Share of the cases, drawn with the seed, that are judged a second time with another seed. Default 0.1. */
  readonly retest?: number | undefined;
}

const JudgeMessage = z.whenUsed(() =>
  z.strictObject({
    role: z.enum(["system", "user", "assistant"]).meta({ description: "The author of the message." }),
    content: z.string().min(1).meta({ description: "The text; docs/judges.md lists its variables." }),
  }),
);
export type JudgePrompt = string | readonly Readonly<z.infer<typeof JudgeMessage>>[];

/** A judge as an id or as an object with the keys of a service, for cases of a benchmark in TypeScript. */
const PlainJudge = z.whenUsed(() =>
  z.union([
    z.string().min(1),
    z.strictObject({
      id: z.string().min(1).optional().meta({ description: "Id of the judge. Default: model." }),
      reasoning: ReasoningSpec,
      model: z.string().min(1).meta({ description: "provider:model, such as openai:gpt-6-luna." }),
      ...accessShape,
      params: ModelParams.optional().meta({ description: "Parameters of every request." }),
    }),
  ]),
);

/** The key `judge` of a scorer, for models of this schema. */
export function judgeKey<S extends z.ZodType>(model: S) {
  return model.optional().meta({ description: "The judge model. Default: the benchmark's judge." });
}

/** The same for YAML. A benchmark file has its own models instead of `judge`. */
export const judgeShape = z.whenUsed(() => ({
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
}));
