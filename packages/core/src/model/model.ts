import { z } from "zod";
import type { CompletionFields } from "./answer.ts";
import type { BatchService } from "./batch-service.ts";
import type { ChatMessage } from "./message.ts";
import type { TestCase } from "../case/test-case.ts";
import type { ParameterUse, SeedUse } from "./parameter-use.ts";
import { JsonSchemaFormat, ResponseFormat, ToolChoice, ToolDefinition } from "./tool-call.ts";

/**
 * Sampling parameters under one name for all providers. What is absent is not sent: sameseed never
 * invents a sampling default, because a hidden default is a hidden difference between variants.
 */
export const ModelParams = z.strictObject({
  temperature: z.number().min(0).optional(),
  topP: z.number().min(0).max(1).optional(),
  topK: z.int().min(1).optional(),
  maxTokens: z.int().min(1).optional(),
  stop: z.array(z.string().min(1)).min(1).optional(),
  frequencyPenalty: z.number().optional(),
  presencePenalty: z.number().optional(),
  /** Asks for the answer piece by piece, which measures the time to the first token. The text is the same. */
  stream: z.boolean().optional(),
  /** Functions that the model may call. */
  tools: z.array(ToolDefinition).min(1).optional(),
  toolChoice: ToolChoice.optional(),
  responseFormat: ResponseFormat.optional(),
  /** How much a reasoning model thinks, in the service's words: `low`, `medium`, `high`… */
  reasoningEffort: z.string().min(1).optional(),
  /** Tokens that a reasoning model may think; 0 turns thinking off, where the service can. */
  thinkingBudget: z.int().min(0).optional(),
  /** How long the answer is, in the service's words: `low`, `medium`, `high`. */
  verbosity: z.string().min(1).optional(),
  /** Asks for the log probabilities of the answer's tokens, which `perplexity` reads. */
  logprobs: z.boolean().optional(),
  /** Fields of the provider's own, put on the wire as they are. */
  extra: z.record(z.string(), z.json()).optional(),
});
export type ModelParams = Readonly<z.infer<typeof ModelParams>>;

const DataFile = z.string().regex(/\.(?:json|ya?ml)$/i, "is neither that nor the path of a .json or .yaml file");

/** The parameters in a benchmark file: tools, response format and the schema in it may be paths of files. */
export const ModelParamsSpec = ModelParams.extend({
  tools: z.union([ModelParams.shape.tools.unwrap(), DataFile]).optional(),
  responseFormat: z
    .union([
      ResponseFormat,
      z.strictObject({
        type: z.literal("json_schema"),
        json_schema: JsonSchemaFormat.extend({ schema: DataFile }),
      }),
      DataFile,
    ])
    .optional()
    .meta({ description: "A response format, or the path of a file with one or with a JSON Schema." }),
});
export type ModelParamsSpec = Readonly<z.infer<typeof ModelParamsSpec>>;

/** What a model is asked to complete. `case` and `repeat` address the answer; a service never sees them. */
export interface ModelRequest {
  readonly messages: readonly ChatMessage[];
  readonly params: ModelParams;
  /** The seed of this (case, repeat), shared by all variants; null when the policy sends none. */
  readonly seed: number | null;
  readonly case: string;
  readonly repeat: number;
  /** Which of several variants of equal content asks: absent for the first. It keeps their answers apart in a cache. */
  readonly replicate?: number;
}

/** What a service said of its limits beside an answer or an error (`x-ratelimit-*`). Absent is not said. */
export interface RateLimitNotice {
  readonly requests?: QuotaNotice;
  readonly tokens?: QuotaNotice;
}
export interface QuotaNotice {
  readonly limit?: number;
  readonly remaining?: number;
  /** How long until the quota is whole again. */
  readonly resetMs?: number;
}

/** What came back. A field the service did not send is null, never a guess. */
export interface Completion extends CompletionFields {
  /** Given where a clock around the call would measure something else: null for a recording. */
  readonly latencyMs?: number | null;
  readonly rateLimit?: RateLimitNotice;
}

/**
 * Something that completes a request. May throw: the runner turns a throw into a failed trial.
 * Behaviour is added by wrapping (`Model` in, `Model` out).
 */
export interface Model {
  /** `provider:model`, the second half of a variant id. */
  readonly id: string;
  /** The model's share of the manifest: what determines its answers, never a secret. */
  readonly identity?: Readonly<Record<string, unknown>>;
  /** Models of one quota (a provider and a key) share its limits of requests and tokens. Default: no limits apply. */
  readonly quota?: string;
  /** Deadline of one attempt, where the model has one of its own. */
  readonly timeoutMs?: number;
  /** False where asking again costs nothing or nothing is asked (embedded, recorded): no cache keeps its answers. */
  readonly isCacheable?: boolean;
  /** True where `responseFormat` may be a JSON Schema: a judge then asks for its verdict in one. */
  readonly hasJsonSchema?: boolean;
  /** Parameters given to the factory; a benchmark's entry for the model overrides them one by one. */
  readonly params?: ModelParams;
  /** What is known of the service: the name of its provider profile. */
  readonly service?: string;
  /** How the service takes a seed; absent where the seed is sent as it is. */
  readonly seed?: SeedUse;
  /** What becomes of each parameter, for a table before the run; absent where nothing is known of the service. */
  parameterUses?(params: ModelParams): readonly ParameterUse[];
  /** The same model with its file paths read from `folder`: how a benchmark file's paths become its own. */
  relativeTo?(folder: string): Model;
  /** What a local server says of itself: version, build, digest of the model. Empty where it says nothing. */
  engine?(): Promise<Readonly<Record<string, string>>>;
  /** Called once before the first request: throws a `SameseedError` where a key or a file is missing. */
  prepare?(): Promise<void>;
  /**
   * Called once before the run, with the cases: sentences on what the reader must know, such as cases that a
   * recording lacks. They go into the manifest. Throws a `SameseedError` where the model cannot run at all.
   */
  notes?(cases: AsyncIterable<TestCase>): Promise<readonly string[]>;
  complete(request: ModelRequest, signal?: AbortSignal): Promise<Completion>;
  /** The service's batches: many requests, answered within a day at half the price. Absent where it has none. */
  batches?(): BatchService | null;
  /** Called once, after the last trial: ends worker threads and sockets. */
  close?(): Promise<void>;
}
