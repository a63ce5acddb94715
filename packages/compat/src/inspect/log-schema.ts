import * as z from "@sameseed/core/zod";

const Metric = z.looseObject({
  name: z.string().optional(),
  value: z.number().nullable(),
  params: z.record(z.string(), z.unknown()).optional(),
  options: z.record(z.string(), z.unknown()).optional(),
});
/** One scorer's figures; a scorer with several values has one entry a value. */
export const LogFigures = z.looseObject({
  name: z.string(),
  scorer: z.string().optional(),
  reducer: z.string().nullish(),
  metrics: z.record(z.string(), Metric),
});
export type LogFigures = z.infer<typeof LogFigures>;

const Config = z.record(z.string(), z.unknown());

/** A log's data about the whole evaluation. Lenient: versions of Inspect differ, and keys are added. */
export const LogHeader = z.looseObject({
  version: z.number().optional(),
  status: z.string().default("started"),
  eval: z.looseObject({
    task: z.string(),
    model: z.string(),
    created: z.string(),
    run_id: z.string().optional(),
    task_args: Config.nullish(),
    model_base_url: z.string().nullish(),
    model_generate_config: Config.nullish(),
    dataset: z.looseObject({
      name: z.string().nullish(),
      sample_ids: z.array(z.union([z.string(), z.number()])).nullish(),
    }),
    config: z.looseObject({
      epochs: z.int().nullish(),
      epochs_reducer: z.array(z.string()).nullish(),
      max_samples: z.int().nullish(),
    }),
    revision: z.looseObject({ commit: z.string().nullish() }).nullish(),
    packages: z.record(z.string(), z.unknown()).nullish(),
  }),
  plan: z.looseObject({ steps: z.array(z.unknown()).nullish(), config: Config.nullish() }).nullish(),
  results: z
    .looseObject({
      total_samples: z.int().nullish(),
      scores: z.array(LogFigures).nullish(),
      /** Of logs of version 1. */
      scorer: z.looseObject({ name: z.string() }).nullish(),
      metrics: z.record(z.string(), Metric).nullish(),
    })
    .nullish(),
  stats: z.looseObject({ started_at: z.string().nullish(), completed_at: z.string().nullish() }).nullish(),
  error: z.looseObject({ message: z.string() }).nullish(),
});
export type LogHeader = z.infer<typeof LogHeader>;

const Usage = z.looseObject({ input_tokens: z.number().nullish(), output_tokens: z.number().nullish() });
const Message = z.looseObject({ role: z.string(), content: z.unknown() });
export const LogScore = z.looseObject({
  value: z.unknown(),
  answer: z.string().nullish(),
  explanation: z.string().nullish(),
});
export type LogScore = z.infer<typeof LogScore>;

/** One sample in one epoch. */
export const LogSample = z.looseObject({
  id: z.union([z.string(), z.number()]),
  epoch: z.int().min(1),
  input: z.union([z.string(), z.array(Message)]),
  choices: z.array(z.string()).nullish(),
  target: z.union([z.string(), z.array(z.string())]).nullish(),
  messages: z.array(Message).nullish(),
  output: z
    .looseObject({
      model: z.string().nullish(),
      choices: z.array(z.looseObject({ message: Message, stop_reason: z.string().nullish() })).nullish(),
      usage: Usage.nullish(),
      time: z.number().nullish(),
    })
    .nullish(),
  scores: z.record(z.string(), LogScore).nullish(),
  /** Of logs of version 1, which had one scorer. */
  score: LogScore.nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  model_usage: z.record(z.string(), Usage).nullish(),
  started_at: z.string().nullish(),
  error: z.looseObject({ message: z.string() }).nullish(),
  error_retries: z.array(z.looseObject({ message: z.string() })).nullish(),
  limit: z.looseObject({ type: z.string() }).nullish(),
  /** Who marked the sample as not valid, when and why. */
  invalidation: z.looseObject({}).nullish(),
  attachments: z.record(z.string(), z.string()).nullish(),
  events: z.array(z.looseObject({ event: z.string(), timestamp: z.string().optional() })).nullish(),
  transcript: z
    .looseObject({ events: z.array(z.looseObject({ event: z.string(), timestamp: z.string().optional() })) })
    .nullish(),
});
export type LogSample = z.infer<typeof LogSample>;
