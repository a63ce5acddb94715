import type { Endpoint } from "./endpoints.ts";
import { inside, type Place } from "./place.ts";
import { type Fields, isObject, type Reading } from "./reading.ts";

/** Models at Bedrock that answer no chat. */
const NO_CHAT =
  /^(?:embeddings?|kb|knowledge-base|agents?|image|video|rerank|nova-sonic|nova-reel|nova-canvas|luma)(?::|$)|nova-(?:2-)?(?:sonic|reel|canvas)|titan-(?:embed|image)|embed|rerank|(?:^|\.)(?:stability|luma|twelvelabs)\./;
/** promptfoo's words for a limit of tokens, by model family. */
const LIMITS = ["maxTokens", "max_new_tokens", "max_gen_len", "max_tokens_to_sample", "maxTokenCount"];
/** Parts of a config that contain the parameters of model families. */
const NESTED = ["interfaceConfig", "inferenceConfig", "textGenerationConfig"];
const KEYS = ["accessKeyId", "secretAccessKey", "sessionToken", "apiKey"];
/** Of no effect on a request of Converse. */
const WITHOUT_EFFECT = ["inferenceModelType", "anthropic_version"];

/** Whether a model at Bedrock supports chat, by its name. */
export function chatsAtBedrock(name: string): boolean {
  return !NO_CHAT.test(name);
}

/** The address of a region. */
export function bedrockAddress({ region }: Fields, isConverse: boolean): string | undefined {
  if (typeof region !== "string" || !/^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(region)) return undefined;
  return `https://bedrock-runtime.${region}.amazonaws.com${isConverse ? "" : "/openai/v1"}`;
}

/** The config of a provider at Bedrock in the words of the other providers. */
export function bedrockConfig(given: Fields, { model, hasDefaults }: Endpoint, { place, reading }: Where): Fields {
  const config = { ...given, ...flattened(given) };
  for (const key of [...KEYS, "profile"])
    if (given[key] !== undefined) reading.notes.warn(inside(place, key), remedyFor(key));
  const left = [...LIMITS, ...NESTED, ...KEYS, ...WITHOUT_EFFECT, "region", "profile", "toolConfig", "toolChoice"];
  const rest = without(config, [...left, ...CONVERSE_FIELDS, "stopSequences", "stop_sequences"]);
  const { tools, toolChoice } = isObject(config["toolConfig"]) ? config["toolConfig"] : config;
  const limit = config["max_tokens"] ?? LIMITS.map((key) => config[key]).find((value) => value !== undefined);
  const stop = config["stop"] ?? config["stopSequences"] ?? config["stop_sequences"];
  const choice = config["tool_choice"] ?? toolChoice;
  return {
    ...(hasDefaults && defaultsOf(model, given)),
    ...rest,
    ...(limit !== undefined && { max_tokens: limit }),
    ...(stop !== undefined && { stop }),
    ...((tools ?? config["tools"]) !== undefined && { tools: tools ?? config["tools"] }),
    ...(choice !== undefined && { tool_choice: choice }),
    ...(model.startsWith("bedrock:converse:") && {
      passthrough: { ...ownFields(config), ...asObject(given["passthrough"]) },
    }),
  };
}

interface Where {
  readonly place: Place;
  readonly reading: Reading;
}

function remedyFor(key: string): string {
  if (key === "profile")
    return "is left out: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which `aws configure export-credentials` prints";
  return "a key does not belong in a file: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK";
}

function flattened(config: Fields): Fields {
  return Object.assign({}, ...NESTED.map((key) => asObject(config[key]))) as Fields;
}

const CONVERSE_FIELDS = [
  "guardrailIdentifier",
  "guardrailVersion",
  "trace",
  "performanceConfig",
  "serviceTier",
  "additionalModelRequestFields",
  "reasoningConfig",
];

/** Fields of Converse that are sent unchanged. */
function ownFields(config: Fields): Fields {
  const { guardrailIdentifier, guardrailVersion = "DRAFT", trace, performanceConfig, serviceTier } = config;
  const { additionalModelRequestFields, reasoningConfig, thinking } = config;
  const isAdaptive = isObject(thinking) && thinking["type"] === "adaptive";
  const additional = {
    ...asObject(additionalModelRequestFields),
    ...(reasoningConfig !== undefined && { reasoningConfig }),
    ...(isAdaptive && { thinking }),
  };
  return {
    ...(guardrailIdentifier !== undefined && {
      guardrailConfig: {
        guardrailIdentifier: String(guardrailIdentifier),
        guardrailVersion: String(guardrailVersion),
        ...(trace !== undefined && { trace }),
      },
    }),
    ...(performanceConfig !== undefined && { performanceConfig }),
    ...(serviceTier !== undefined && { serviceTier }),
    ...(Object.keys(additional).length > 0 && { additionalModelRequestFields: additional }),
  };
}

/** promptfoo's default parameters for each model family. */
const DEFAULTS: readonly (readonly [family: RegExp, params: Fields])[] = [
  [/(?:^|\.)openai\./, { temperature: 0.1 }],
  [/(?:^|\.)qwen\./, { temperature: 0.7 }],
  [/(?:^|\.)(?:amazon\.nova-|deepseek\.|cohere\.|ai21\.)/, { temperature: 0 }],
  [/(?:^|\.)(?:anthropic\.|meta\.llama|mistral\.|amazon\.titan)/, { temperature: 0, max_tokens: 1024 }],
];
const NO_SAMPLING = /claude-(?!instant|v?2|3|(?:opus|sonnet|haiku)-4(?:-[0-6])?(?:-\d{8}|$|-v\d))/;

/** Models that think take no temperature, and neither do the later models of Claude. */
function defaultsOf(model: string, config: Fields): Fields {
  const name = model.replace(/^bedrock:(?:converse:)?/, "");
  const params = DEFAULTS.find(([family]) => family.test(name))?.[1] ?? {};
  const isThinking = config["reasoningConfig"] !== undefined || config["thinking"] !== undefined;
  return isThinking || NO_SAMPLING.test(name) ? without(params, ["temperature"]) : params;
}

function asObject(value: unknown): Fields {
  return isObject(value) ? value : {};
}

function without(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}
