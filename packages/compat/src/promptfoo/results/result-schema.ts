import * as z from "@sameseed/core/zod";

const Amount = z.number().min(0);
const Text = z.string();

/** The result of one assertion. */
const Component = z.looseObject({
  pass: z.boolean().nullish(),
  score: z.number().nullish(),
  reason: Text.nullish(),
  assertion: z.looseObject({ type: Text.nullish(), metric: Text.nullish(), weight: z.number().nullish() }).nullish(),
});
export type Component = z.infer<typeof Component>;

/** One answer of a result file: a test under a prompt and a provider. */
export const EvaluateResult = z.looseObject({
  testIdx: z.int().min(0),
  promptIdx: z.int().min(0),
  provider: z.union([Text, z.looseObject({ id: Text.nullish(), label: Text.nullish() })]).nullish(),
  prompt: z.looseObject({ raw: Text.nullish(), label: Text.nullish() }).nullish(),
  vars: z.record(z.string(), z.unknown()).nullish(),
  testCase: z
    .looseObject({
      description: Text.nullish(),
      vars: z.record(z.string(), z.unknown()).nullish(),
      assert: z.array(z.unknown()).nullish(),
      metadata: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  response: z
    .looseObject({
      output: z.unknown().optional(),
      cached: z.boolean().nullish(),
      finishReason: Text.nullish(),
      isRefusal: z.boolean().nullish(),
      cost: z.number().nullish(),
      tokenUsage: z.looseObject({ prompt: Amount.nullish(), completion: Amount.nullish() }).nullish(),
    })
    .nullish(),
  error: Text.nullish(),
  /** 0 none, 1 an assertion, 2 an error. */
  failureReason: z.union([Text, z.number()]).nullish(),
  success: z.boolean().nullish(),
  score: z.number().nullish(),
  latencyMs: Amount.nullish(),
  cost: z.number().nullish(),
  namedScores: z.record(z.string(), z.number()).nullish(),
  gradingResult: z
    .looseObject({ reason: Text.nullish(), componentResults: z.array(Component.nullable()).nullish() })
    .nullish(),
});
export type EvaluateResult = z.infer<typeof EvaluateResult>;

const Prompt = z.looseObject({ raw: Text.nullish(), label: Text.nullish(), provider: Text.nullish() });

/** What `promptfoo eval -o out.json` writes, and `promptfoo export`. */
export const ResultFile = z.looseObject({
  evalId: Text.nullish(),
  results: z.looseObject({
    version: z.number().nullish(),
    timestamp: Text.nullish(),
    prompts: z.array(Prompt).nullish(),
    results: z.array(z.unknown()),
  }),
  config: z.looseObject({ description: Text.nullish() }).nullish(),
  metadata: z.looseObject({ promptfooVersion: Text.nullish(), evaluationCreatedAt: Text.nullish() }).nullish(),
});
export type ResultFile = z.infer<typeof ResultFile>;
