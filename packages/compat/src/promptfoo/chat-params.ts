import { ModelParamsSpec, option } from "@sameseed/core";
import type { Endpoint } from "./endpoints.ts";
import { inside, type Place } from "./place.ts";
import {
  type Fields,
  isFileReference,
  isObject,
  isScript,
  keptObject,
  loadedValue,
  type Reading,
  warnOfKeys,
} from "./reading.ts";
import { KEY_IN_FILE } from "./service-access.ts";
import { FORMAT_KEYS, formatOf, geminiToolChoice, knownToolChoice, knownTools } from "./tool-forms.ts";

/** promptfoo's word for a parameter → sameseed's. */
const RENAMED: Readonly<Record<string, string>> = {
  temperature: "temperature",
  max_tokens: "maxTokens",
  max_completion_tokens: "maxTokens",
  max_output_tokens: "maxTokens",
  top_p: "topP",
  top_k: "topK",
  presence_penalty: "presencePenalty",
  frequency_penalty: "frequencyPenalty",
  reasoning_effort: "reasoningEffort",
  effort: "reasoningEffort",
  verbosity: "verbosity",
  maxOutputTokens: "maxTokens",
  maxTokens: "maxTokens",
  num_predict: "maxTokens",
  topP: "topP",
  topK: "topK",
  stream: "stream",
  logprobs: "logprobs",
};
/** Fields that are sent under their own names. */
const EXTRA = [
  "functions",
  "function_call",
  "parallel_tool_calls",
  "service_tier",
  "user",
  "metadata",
  "store",
  "logit_bias",
  "top_logprobs",
  "modalities",
  "prediction",
  "prompt_cache_key",
  "prompt_cache_retention",
  "safety_identifier",
];
/** Read elsewhere, or of no effect on an answer. */
const ELSEWHERE = [
  "seed",
  "apiBaseUrl",
  "apiHost",
  "apiKeyEnvar",
  "omitDefaults",
  "transformResponse",
  "headers",
  "instructions",
];
const SAID: Readonly<Record<string, string>> = {
  apiKey: KEY_IN_FILE,
  organization: "set OPENAI_ORG_ID instead",
  cost: `is ignored: give prices with ${option("prices")}, also as a key of the benchmark`,
  inputCost: `is ignored: give prices with ${option("prices")}, also as a key of the benchmark`,
  outputCost: `is ignored: give prices with ${option("prices")}, also as a key of the benchmark`,
  maxRetries: `use ${option("maxRetries")}`,
  timeout: `use ${option("timeoutMs")}`,
  functionToolCallbacks: "tools are not executed: the calls are in the row",
  showThinking: "reasoning is in the column `reasoning` and is not scored",
  mcp: "MCP servers are not started: give the tools as a list",
};

/** The parameters of a model that uses chat completions. */
export function chatParams(
  given: Fields,
  { model, baseUrl, hasDefaults }: Endpoint,
  { place, reading }: { place: Place; reading: Reading },
): Fields {
  const plain = baseUrl === undefined && isReasoning(model) ? forReasoning(given, place, reading) : given;
  const { notes } = reading;
  const { generationConfig, ...rest } = plain;
  // Gemini's parameters may be in a nested object.
  const config = model.startsWith("google:") && isObject(generationConfig) ? { ...generationConfig, ...rest } : plain;
  const service = model.split(":", 1)[0]!;
  const known = [
    ...Object.keys(RENAMED),
    ...EXTRA,
    ...ELSEWHERE,
    "stop",
    "thinking",
    ...(model.startsWith("ollama:") ? ["num_ctx"] : []),
    "tools",
    "tool_choice",
    "response_format",
    "passthrough",
    "text",
    "reasoning",
    ...(FORMAT_KEYS[service] ?? []),
    ...(service === "google" ? ["toolConfig", "tool_config", "thinkingConfig"] : []),
  ];
  const isNamed = /^\s*\{\{\s*env\b[^{}]+\}\}\s*$/.test(String(config["apiKey"]));
  warnOfKeys(config, place, { known: isNamed ? [...known, "apiKey"] : known, said: SAID, notes });
  const params: Record<string, unknown> = {};
  const thinking = isObject(config["thinking"]) ? config["thinking"] : {};
  const extra: Record<string, unknown> = {};
  const put = (name: string, key: string, value: unknown): void => {
    const schema = (ModelParamsSpec.shape as Record<string, { safeParse: (given: unknown) => { success: boolean } }>)[
      name
    ]!;
    if (schema.safeParse(value).success) params[name] = value;
    else notes.warn(inside(place, key), `${shortJson(value)} is not a valid value of ${name} and is left out`);
  };
  for (const [key, name] of Object.entries(RENAMED)) if (config[key] !== undefined) put(name, key, config[key]);
  for (const key of EXTRA)
    if (config[key] !== undefined) extra[key] = loadedValue(config[key], inside(place, key), reading).value;
  if (thinking["type"] === "disabled") params["thinkingBudget"] = 0;
  if (thinking["budget_tokens"] !== undefined) put("thinkingBudget", "thinking", thinking["budget_tokens"]);
  const ofGemini = service === "google" && isObject(config["thinkingConfig"]) ? config["thinkingConfig"] : {};
  warnOfKeys(ofGemini, inside(place, "thinkingConfig"), { known: ["thinkingBudget"], notes });
  if (ofGemini["thinkingBudget"] !== undefined) put("thinkingBudget", "thinkingConfig", ofGemini["thinkingBudget"]);
  if (model.startsWith("ollama:") && config["num_ctx"] !== undefined) extra["options"] = { num_ctx: config["num_ctx"] };
  if (config["stop"] !== undefined) put("stop", "stop", [config["stop"]].flat());
  const tools = config["tools"] === undefined ? [] : toolsOf(config["tools"], place, reading);
  if (tools.length > 0) put("tools", "tools", tools);
  const choice = config["tool_choice"] ?? geminiToolChoice(config["toolConfig"] ?? config["tool_config"]);
  if (choice !== undefined) put("toolChoice", "tool_choice", knownToolChoice(choice));
  const load = (value: unknown, key: string): unknown => loadedValue(value, inside(place, key), reading).value;
  const format =
    config["response_format"] ??
    (isObject(config["text"]) ? config["text"]["format"] : undefined) ??
    formatOf(service, config, load);
  const asked = format === undefined ? undefined : responseFormat(format, place, reading);
  if (isBareSchema(asked))
    notes.warn(
      inside(place, "response_format"),
      "is a JSON Schema alone, which services refuse and promptfoo leaves out of Responses: left out; write {type: json_schema, name, schema}",
    );
  else if (asked !== undefined) put("responseFormat", "response_format", asked);
  if (isObject(config["reasoning"]) && typeof config["reasoning"]["effort"] === "string")
    put("reasoningEffort", "reasoning", config["reasoning"]["effort"]);
  Object.assign(extra, keptObject(config["passthrough"], inside(place, "passthrough"), reading));
  if (Object.keys(extra).length > 0) params["extra"] = extra;
  return hasDefaults && config["omitDefaults"] !== true ? { ...defaultsOf(model), ...params } : params;
}

/** promptfoo's default parameters. They are written out, since sameseed has no hidden defaults. */
function defaultsOf(model: string): Fields {
  if (isReasoning(model)) return {};
  return /gpt-[5-9]\S*chat/.test(model) ? { temperature: 0 } : { temperature: 0, maxTokens: 1024 };
}

/** OpenAI's reasoning models, by name: they refuse a temperature and `max_tokens`, and promptfoo sends neither. */
function isReasoning(model: string): boolean {
  return /(?:^|[:/])(?:ft:)?(?:o\d|gpt-[5-9](?!\S*chat)|codex)/.test(model);
}

/** Removes parameters that a reasoning model refuses, with a warning; renames its token limit. */
function forReasoning(config: Fields, place: Place, { notes }: Reading): Fields {
  const { temperature, max_tokens, max_completion_tokens, ...rest } = config;
  for (const [key, value] of Object.entries({ temperature, max_tokens }))
    if (value !== undefined)
      notes.warn(inside(place, key), "is left out: reasoning models refuse it, and promptfoo does not send it either");
  if (max_completion_tokens === undefined) return rest;
  const given = keptObject(rest["passthrough"], inside(place, "passthrough"), { notes });
  const passthrough = { max_completion_tokens, ...given };
  return { ...rest, passthrough };
}

function toolsOf(value: unknown, place: Place, reading: Reading): readonly unknown[] {
  const at = inside(place, "tools");
  const tools = [value].flat().flatMap((tool) => {
    if (!isFileReference(tool) || !isScript(tool)) return loadedValue(tool, at, reading).value as unknown[];
    reading.notes.warn(at, `${tool} is code, which is not called: it is left out; write the tools in JSON or YAML`);
    return [];
  });
  const { functions, others } = knownTools(tools);
  for (const other of others)
    reading.notes.warn(at, `${other} is left out: it is a tool that the service runs, and only functions can be sent`);
  return functions;
}

function responseFormat(value: unknown, place: Place, reading: Reading): unknown {
  const at = inside(place, "response_format");
  const { value: format } = loadedValue(value, at, reading);
  if (!isObject(format) || format["type"] !== "json_schema") return format;
  const inner = loadedValue(format["json_schema"] ?? without(format, ["type"]), at, reading).value;
  const definition = isObject(inner) ? inner : {};
  const { name = format["name"] ?? "answer", description, strict = format["strict"] } = definition;
  const schema = loadedValue(definition["schema"] ?? format["schema"], at, reading).value;
  return {
    type: "json_schema",
    json_schema: {
      name,
      ...(description !== undefined && { description }),
      ...(schema !== undefined && { schema }),
      ...(strict !== undefined && { strict }),
    },
  };
}

function isBareSchema(format: unknown): boolean {
  return isObject(format) && isObject(format["properties"]) && format["json_schema"] === undefined;
}

const SHOWN_LENGTH = 60;

function shortJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

function without(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}
