import { z } from "zod";
import { whenUsed } from "../when-used.ts";
import type { CompletionFields } from "./answer.ts";
import type { BatchService } from "./batch-service.ts";
import type { ChatMessage } from "./message.ts";
import type { TestCase, Vars } from "../case/test-case.ts";
import type { ParameterUse, SeedUse } from "./parameter-use.ts";
import { JsonSchemaFormat, ResponseFormat, ToolChoice, ToolDefinition } from "./tool-call.ts";

const Sampling = whenUsed(() => ({
  temperature: z.number().min(0).optional().meta({ description: "Sampling temperature; 0 is the least random." }),
  topP: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta({ description: "Samples only from the most probable tokens, up to this total probability." }),
  topK: z.int().min(1).optional().meta({ description: "Samples only from this many most probable tokens." }),
  maxTokens: z.int().min(1).optional().meta({ description: "Maximum number of tokens in the answer." }),
  stop: z.array(z.string().min(1)).min(1).optional().meta({ description: "Texts at which the model stops." }),
  frequencyPenalty: z
    .number()
    .optional()
    .meta({ description: "Makes tokens less likely the more often they occurred." }),
  presencePenalty: z.number().optional().meta({ description: "Makes tokens less likely that occurred at all." }),
}));

/**
 * Parameters of a request, with the same names for all providers. Absent parameters are not sent: sameseed never
 * invents a sampling default, because a hidden default is a hidden difference between variants.
 */
export const ModelParams = whenUsed(() =>
  z.strictObject({
    ...Sampling,
    /** Requests the answer piece by piece, which measures the time to the first token. The text is the same. */
    stream: z.boolean().optional().meta({
      description: "Reads the answer in parts, which measures the time to the first token. The text is the same.",
    }),
    /** Functions that the model may call. */
    tools: z.array(ToolDefinition).min(1).optional().meta({ description: "Tools that the model can call." }),
    toolChoice: ToolChoice.optional().meta({
      description:
        "Whether the model can call tools (auto), must (required) or must not (none), or the one that it must call.",
    }),
    responseFormat: ResponseFormat.optional().meta({
      description: "The format that the answer must have: text, a JSON object, or a JSON Schema.",
    }),
    /** How much a reasoning model thinks, in the service's words: `low`, `medium`, `high`… */
    reasoningEffort: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "How much a reasoning model thinks, in the service's words, e.g. low, medium or high." }),
    /** Tokens that a reasoning model may think; 0 turns thinking off, where the service can. */
    thinkingBudget: z
      .int()
      .min(0)
      .optional()
      .meta({ description: "Maximum number of reasoning tokens; 0 turns reasoning off if the service can." }),
    /** How long the answer is, in the service's words: `low`, `medium`, `high`. */
    verbosity: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Length of the answer, in the service's words: low, medium or high." }),
    /** Requests the log probabilities of the answer's tokens, which `perplexity` reads. */
    logprobs: z.boolean().optional().meta({
      description: "Requests the log probabilities of the answer's tokens, which the scorer perplexity needs.",
    }),
    /** The provider's own fields, sent unchanged. */
    extra: z
      .record(z.string(), z.json())
      .optional()
      .meta({ description: "Additional fields of the request, sent unchanged." }),
  }),
);
export type ModelParams = Readonly<z.infer<typeof ModelParams>>;

const DataFile = whenUsed(() =>
  z.string().regex(/\.(?:json|ya?ml)$/i, "is neither that nor the path of a .json or .yaml file"),
);

/** The parameters in a benchmark file: tools, response format and the schema in it may be paths of files. */
export const ModelParamsSpec = whenUsed(() =>
  ModelParams.extend({
    tools: z
      .union([ModelParams.shape.tools.unwrap(), DataFile])
      .optional()
      .meta({ description: "Tools that the model can call: a list, or the path of a .json or .yaml file with one." }),
    responseFormat: z
      .union([
        ResponseFormat,
        z.strictObject({
          type: z.literal("json_schema").meta({ description: "An answer that follows a JSON Schema." }),
          json_schema: JsonSchemaFormat.extend({
            schema: DataFile.meta({ description: "Path of a .json or .yaml file with the JSON Schema." }),
          }).meta({ description: "The JSON Schema and its name." }),
        }),
        DataFile,
      ])
      .optional()
      .meta({ description: "A response format, or the path of a file with one or with a JSON Schema." }),
  }),
);
export type ModelParamsSpec = Readonly<z.infer<typeof ModelParamsSpec>>;

/** A request to a model. `case` and `repeat` identify the answer and are not sent to the service. */
export interface ModelRequest {
  /** The messages to send, the oldest first. */
  readonly messages: readonly ChatMessage[];
  /** The parameters to send, such as `temperature`; empty for the service's defaults. */
  readonly params: ModelParams;
  /** The seed of this case and repeat, shared by all variants; null if the seed policy sends none. */
  readonly seed: number | null;
  /** Id of the case. */
  readonly case: string;
  /** Number of the repeat, from 0. */
  readonly repeat: number;
  /** The variables of a case in a chain, as in its prompt; absent for other cases, which are unchanged. */
  readonly vars?: Vars;
  /** Number of a variant with the same content as an earlier one; absent for the first. Keeps cached answers separate. */
  readonly replicate?: number;
}

/** The limits that a service reported with a response (`x-ratelimit-*`). A limit that it did not report is absent. */
export interface RateLimitNotice {
  readonly requests?: QuotaNotice;
  readonly tokens?: QuotaNotice;
}
export interface QuotaNotice {
  readonly limit?: number;
  readonly remaining?: number;
  /** Milliseconds until the quota is whole again. */
  readonly resetMs?: number;
}

/** The response of a model. A field that the service did not send is null, never a guess. */
export interface Completion extends CompletionFields {
  /** Latency, if the time around the call is not the latency; null for a recorded answer. */
  readonly latencyMs?: number | null;
  /** The limits that the service reported; absent if it reported none. */
  readonly rateLimit?: RateLimitNotice;
}

/**
 * Completes requests. It may throw: the runner turns an error into a failed trial.
 * To add behaviour, wrap a model in another one.
 */
export interface Model {
  /** `provider:model`, the second part of a variant id. */
  readonly id: string;
  /** Stored in the manifest: everything that determines the answers, and no secrets. */
  readonly identity?: Readonly<Record<string, unknown>>;
  /** Name of a quota (provider and key). Models with the same quota share its rate limits. Default: no limits. */
  readonly quota?: string;
  /** Timeout of one attempt, if the model has its own. */
  readonly timeoutMs?: number;
  /**
   * True if the answers are available locally and nothing is sent, such as those of a recording. The model
   * then gets no timeout and no signal.
   */
  readonly isImmediate?: boolean;
  /**
   * True if no listener remains on the signal after a request has ended. Later requests can then share the
   * signal. A model that copies another and adds listeners in its own `complete` sets it to false. Default:
   * false.
   */
  readonly releasesSignal?: boolean;
  /** False if a request is free (embedded, recorded): its answers are not cached. */
  readonly isCacheable?: boolean;
  /** True if `responseFormat` can be a JSON Schema. Judges then request their verdict as JSON. */
  readonly hasJsonSchema?: boolean;
  /** Parameters passed to the factory. The benchmark's entry for the model overrides each of them. */
  readonly params?: ModelParams;
  /** Name of the service's provider profile, if it is known. */
  readonly service?: string;
  /** How the service handles a seed; absent if the seed is sent unchanged. */
  readonly seed?: SeedUse;
  /** How each parameter is handled, for a table before the run; absent if the service is unknown. */
  parameterUses?(params: ModelParams): readonly ParameterUse[];
  /** The same model with file paths relative to `folder`, such as the folder of the benchmark file. */
  relativeTo?(folder: string): Model;
  /** Information from a local server: version, build, digest of the model. Empty if it reports nothing. */
  engine?(): Promise<Readonly<Record<string, string>>>;
  /** Called once before the first request. Throws a `SameseedError` if a key or a file is missing. */
  prepare?(): Promise<void>;
  /**
   * Called once before the run, with the cases. Returns notes for the manifest, such as cases that a
   * recording lacks. Throws a `SameseedError` if the model cannot run at all.
   */
  notes?(cases: AsyncIterable<TestCase>): Promise<readonly string[]>;
  complete(request: ModelRequest, signal?: AbortSignal): Promise<Completion>;
  /**
   * Synchronous `complete`, for a model that sends no request, whose answers are free and all available once
   * `prepare` has ended. Throws the errors with which `complete` rejects. A wrapped model has only
   * `complete`.
   */
  completeNow?(request: ModelRequest): Completion;
  /**
   * The service's batch API: many requests, answered within a day at half the price. Absent if the service
   * has no batch API.
   */
  batches?(): BatchService | null;
  /** Called once after the last trial. Ends worker threads and closes connections. */
  close?(): Promise<void>;
}
