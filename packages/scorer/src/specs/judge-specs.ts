import * as z from "@sameseed/core/zod";
import { expectedShape } from "../common-options.ts";
import { answerRelevance } from "../judges/answer-relevance.ts";
import { closedqa, modelGradedClosedqa } from "../judges/closedqa.ts";
import { contextFaithfulness, contextRecall, contextRelevance } from "../judges/context-scorers.ts";
import { conversationRelevance } from "../judges/conversation-relevance.ts";
import { factuality } from "../judges/factuality.ts";
import { gEval } from "../judges/g-eval.ts";
import { judgeKey, judgeShape } from "../judges/judge-options.ts";
import { TransformSpec } from "../answer/transform.ts";
import { llmRubric } from "../judges/llm-rubric.ts";
import { modelGradedClassify } from "../judges/model-graded-classify.ts";
import { pairwise } from "../judges/pairwise.ts";
import { selectBest } from "../judges/select-best.ts";
import type { ScorerContext } from "../scorers/scorer-context.ts";
import { entry, type ScorerEntry } from "./entry.ts";

const Judge = z.whenUsed(() => z.strictObject(judgeShape));
const Text = z.string().min(1);
const question = z.whenUsed(() =>
  Text.optional().meta({
    description: "Template of the question. Default: the variable question, query, input or instruction.",
  }),
);
const context = z.whenUsed(() =>
  Text.optional().meta({
    description:
      "Template of the context that the answer is based on. Default: the variable context, contexts, documents or passages.",
  }),
);
const contextTransform = z.whenUsed(() =>
  TransformSpec.optional().meta({
    description: "Takes the context out of each answer, with the steps of transform. A list of texts is joined.",
  }),
);
const share = (what: string) =>
  z
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta({ description: `Value of an answer ${what}` });
const Closedqa = z.whenUsed(() =>
  Judge.extend({
    criteria: Text.meta({ description: "Template of the criterion that the answer must meet." }),
    question,
  }),
);

type JudgeSpec = z.infer<typeof Judge>["judge"];

/** The entries for models of this schema. Entries that share their options still do. */
export function judgeSpecsFor(model: z.ZodType): Readonly<Record<string, ScorerEntry>> {
  const judge = z.whenUsed(() => judgeKey(model));
  const extended = new Map<z.ZodObject, z.ZodObject>();
  const entries = Object.entries(JUDGE_SPECS).map(([name, spec]) => {
    const schema = extended.get(spec.schema) ?? z.whenUsed(() => spec.schema.extend({ judge }));
    extended.set(spec.schema, schema);
    return [name, { ...spec, schema }] as const;
  });
  return Object.fromEntries(entries);
}

/** An entry whose judge is a model after resolution. */
function judgeEntry<S extends z.ZodObject>(
  schema: S,
  make: (options: Omit<z.infer<S>, "judge"> & { readonly not?: boolean }) => ReturnType<ScorerEntry["make"]>,
): ScorerEntry {
  return entry(schema, (options, scorerContext) => {
    const { judge, ...rest } = options as { judge?: JudgeSpec } & Record<string, unknown>;
    const made = judge === undefined ? {} : { judge: judgeOf(judge, scorerContext) };
    return make({ ...rest, ...made } as unknown as Parameters<typeof make>[0]);
  });
}

function judgeOf(spec: NonNullable<JudgeSpec>, scorerContext: ScorerContext | undefined) {
  if (scorerContext?.model !== undefined) return scorerContext.model(spec);
  return typeof spec === "string" ? spec : { ...spec };
}

/** Scorers that use a judge. */
export const JUDGE_SPECS: Readonly<Record<string, ScorerEntry>> = {
  "llm-rubric": judgeEntry(
    z.whenUsed(() =>
      Judge.extend({
        rubric: Text.meta({ description: "Template of the rubric, which describes a good answer." }),
        range: z
          .tuple([z.number(), z.number()])
          .refine(([low, high]) => low < high, "the first number must be below the second")
          .optional()
          .meta({ description: "The judge's lowest and highest score, which become 0 and 1. Default [0, 1]." }),
        usePass: z.boolean().optional().meta({
          description:
            "Whether the judge's `pass` decides that the answer passes. A threshold must be reached as well. Default false.",
        }),
      }),
    ),
    llmRubric,
  ),
  closedqa: judgeEntry(Closedqa, closedqa),
  "model-graded-closedqa": judgeEntry(Closedqa, modelGradedClosedqa),
  "model-graded-classify": judgeEntry(
    z.whenUsed(() =>
      Judge.extend({
        prompt: judgeShape.prompt
          .unwrap()
          .meta({ description: "The judge prompt. It must name the words to choose from." }),
        scores: z
          .record(z.string().min(1), z.number().min(0).max(1))
          .meta({ description: "Maps each word that the judge can choose to its value." }),
        read: z.enum(["first", "last"]).optional().meta({ description: "Line with the word. Default: last." }),
      }),
    ),
    modelGradedClassify,
  ),
  factuality: judgeEntry(
    z.whenUsed(() =>
      Judge.extend({
        ...expectedShape,
        question,
        scores: z
          .strictObject({
            subset: share("whose facts are a part of the reference's. Default 1."),
            superset: share("that has all facts of the reference and more. Default 1."),
            agree: share("with the same facts. Default 1."),
            disagree: share("that contradicts the reference. Default 0."),
            differButFactual: share("whose differences do not matter. Default 1."),
          })
          .optional()
          .meta({ description: "Value of each category. Default: 1, and 0 for disagree." }),
      }),
    ),
    factuality,
  ),
  "g-eval": judgeEntry(
    z.whenUsed(() =>
      Judge.extend({
        criteria: z
          .union([Text, z.array(Text).min(1)])
          .meta({ description: "The criterion to rate; several criteria are averaged. Templates are not supported." }),
        steps: z
          .array(Text)
          .min(1)
          .optional()
          .meta({ description: "Evaluation steps. Default: the judge derives them once per run." }),
      }),
    ),
    gEval,
  ),
  "answer-relevance": judgeEntry(
    z.whenUsed(() => Judge.extend({ question })),
    answerRelevance,
  ),
  "context-faithfulness": judgeEntry(
    z.whenUsed(() => Judge.extend({ context, contextTransform, question })),
    contextFaithfulness,
  ),
  "context-recall": judgeEntry(
    z.whenUsed(() => Judge.extend({ ...expectedShape, context, contextTransform })),
    contextRecall,
  ),
  "context-relevance": judgeEntry(
    z.whenUsed(() => Judge.extend({ context, contextTransform, question })),
    contextRelevance,
  ),
  "conversation-relevance": judgeEntry(
    z.whenUsed(() =>
      Judge.extend({
        window: z
          .int()
          .min(1)
          .optional()
          .meta({ description: "How many turns the judge sees for each turn. Default 5." }),
      }),
    ),
    conversationRelevance,
  ),
  "select-best": judgeEntry(
    z.whenUsed(() =>
      Judge.extend({ criteria: Text.meta({ description: "Template of the criterion for the best answer." }) }),
    ),
    selectBest,
  ),
  pairwise: judgeEntry(
    z.whenUsed(() =>
      Judge.extend({
        criteria: Text.optional().meta({ description: "Template of the criterion for the better answer." }),
      }),
    ),
    pairwise,
  ),
};
