import type { ModelParams } from "@sameseed/core";

/** The wire formats that are spoken. */
export type WireName = "chat" | "responses" | "messages" | "converse" | "generate-content" | "ollama";

/** A parameter, or the seed. */
export type Parameter = Exclude<keyof ModelParams, "extra"> | "seed";

/** Parameters that a service does not take under some condition. */
export interface ParameterRule {
  readonly parameters: readonly Parameter[];
  readonly fate: "refused" | "ignored";
  /** Default: always. */
  readonly when?: (model: string, params: ModelParams) => boolean;
  /** The reason and the remedy: a sentence without the parameter's name. */
  readonly reason: string;
}

/** Optional fields of the service's completions, in addition to text, token totals and finish reason. */
export type Told =
  | "model version"
  | "fingerprint"
  | "request id"
  | "region"
  | "service tier"
  | "upstream"
  | "echoed seed"
  | "cost"
  | "cached tokens"
  | "cache writes"
  | "reasoning tokens"
  | "reasoning text"
  | "log probabilities";

/** What a provider accepts, refuses, ignores and returns. */
export interface ProviderProfile {
  /** The word before the colon of a model id. */
  readonly id: string;
  readonly name: string;
  readonly wire: WireName;
  /** Without a trailing slash; null where the user names it. */
  readonly baseUrl: string | null;
  /** Environment variables with another base URL; the first that is set counts. */
  readonly baseUrlEnv: readonly string[];
  /** Environment variables with the key; the first that is set counts. */
  readonly keyEnv: readonly string[];
  /** Environment variables that sign requests where no key is set; all of them are needed. */
  readonly signingEnv?: readonly string[];
  /** How the key is sent: as the value of this header, or as `bearer`. */
  readonly keyHeader: "bearer" | "x-api-key" | "x-goog-api-key" | "api-key";
  /** Servers on one's own machine need no key. */
  readonly isLocal?: boolean;
  /** Compatible endpoints on these hosts get this profile; null for none. */
  readonly hosts: RegExp | null;
  /** Wire fields by parameter; a parameter without one is refused. */
  readonly fields: Readonly<Partial<Record<Parameter, string>>>;
  readonly rules: readonly ParameterRule[];
  /** Smallest and largest value, where the service documents them. */
  readonly ranges?: Readonly<Partial<Record<Parameter, readonly [least: number, most: number]>>>;
  /** False where a stream always contains its usage, and the option for it is refused. */
  readonly hasStreamOptions?: boolean;
  /** The value that is sent where the benchmark gives no `maxTokens`, for services that require one. */
  readonly maxTokens?: (model: string) => number;
  /** Whether a conversation must not contain an answer without content; such answers are left out of the request. */
  readonly refusesEmptyAnswers?: (model: string) => boolean;
  /** Fields of a thinking budget, where it is more than a number under one name. */
  readonly thinking?: (budget: number) => Readonly<Record<string, unknown>>;
  readonly structured: "json_schema" | "json_object" | "none";
  readonly tells: readonly Told[];
  /** Where the service reports its limits and the wait, for the docs. */
  readonly limits: string;
  /** The provider in `@pydantic/genai-prices`; null without listed prices or for free models. */
  readonly prices: string | null;
  /** A model id that docs may name. */
  readonly example: string;
  /** Sources of the facts, with the month of reading. */
  readonly source: string;
}

/** The ranges of parameters that OpenAI documents; most compatible APIs share them. */
export const CHAT_RANGES = { temperature: [0, 2], frequencyPenalty: [-2, 2], presencePenalty: [-2, 2] } as const;

/** The fields of Chat Completions, which most services take. */
export const CHAT_FIELDS = {
  temperature: "temperature",
  topP: "top_p",
  maxTokens: "max_tokens",
  stop: "stop",
  frequencyPenalty: "frequency_penalty",
  presencePenalty: "presence_penalty",
  stream: "stream",
  tools: "tools",
  toolChoice: "tool_choice",
  responseFormat: "response_format",
  reasoningEffort: "reasoning_effort",
  logprobs: "logprobs",
  seed: "seed",
} as const;
