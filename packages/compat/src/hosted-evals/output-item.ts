import * as z from "@sameseed/core/zod";

const Message = z.looseObject({ role: z.string().nullish(), content: z.string().nullish() });
const Amount = z.number().min(0).nullish();

/** An output item of a run: a row, the model's answer, and the graders' results. */
export const OutputItem = z.looseObject({
  run_id: z.string(),
  created_at: z.number().default(0),
  datasource_item_id: z.union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number)]),
  datasource_item: z.record(z.string(), z.unknown()),
  status: z.string().nullish(),
  results: z.array(
    z.looseObject({
      name: z.string(),
      type: z.string().nullish(),
      score: z.number().nullish(),
      passed: z.boolean().nullish(),
      reason: z.string().nullish(),
    }),
  ),
  sample: z
    .looseObject({
      error: z.looseObject({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
      finish_reason: z.string().nullish(),
      input: z.array(Message).nullish(),
      output: z.array(Message).nullish(),
      model: z.string().nullish(),
      seed: z.number().nullish(),
      temperature: z.number().nullish(),
      top_p: z.number().nullish(),
      max_completion_tokens: z.number().nullish(),
      usage: z.looseObject({ prompt_tokens: Amount, completion_tokens: Amount, cached_tokens: Amount }).nullish(),
    })
    .nullish(),
});
export type OutputItem = z.infer<typeof OutputItem>;
