import { isObject, type Fields } from "./objects.ts";

export interface SamplingParams {
  readonly params: Fields;
  readonly seed: number | null;
  /** Keys without a counterpart. */
  readonly unknown: readonly string[];
}

const SAME: Readonly<Record<string, string>> = {
  temperature: "temperature",
  top_p: "topP",
  max_completion_tokens: "maxTokens",
  max_completions_tokens: "maxTokens",
  max_tokens: "maxTokens",
  reasoning_effort: "reasoningEffort",
  response_format: "responseFormat",
};

/** `sampling_params` of a run or a grader as a model's parameters. */
export function samplingParams(value: unknown): SamplingParams {
  const given = isObject(value) ? value : {};
  const params: Record<string, unknown> = {};
  const unknown: string[] = [];
  let seed: number | null = null;
  for (const [key, entry] of Object.entries(given)) {
    if (entry === null || entry === undefined) continue;
    if (SAME[key] !== undefined) params[SAME[key]] = entry;
    else if (key === "seed" && typeof entry === "number") seed = entry;
    else if (key === "tools" && Array.isArray(entry)) {
      const tools = entry.map(toolOf);
      if (tools.includes(undefined)) unknown.push("tools");
      const known = tools.filter((tool) => tool !== undefined);
      if (known.length > 0) params["tools"] = known;
    } else if (key === "text" && isObject(entry)) Object.assign(params, textFormat(entry));
    else if (key === "reasoning" && isObject(entry) && typeof entry["effort"] === "string")
      params["reasoningEffort"] = entry["effort"];
    else unknown.push(key);
  }
  return { params, seed, unknown };
}

/** A function as Chat Completions write it; Responses write its fields without `function`. */
function toolOf(tool: unknown): Fields | undefined {
  if (!isObject(tool) || tool["type"] !== "function") return undefined;
  if (isObject(tool["function"])) return tool;
  const { type, ...called } = tool;
  return { type, function: called };
}

/** `text.format` of Responses as a response format. */
function textFormat({ format }: Fields): Fields {
  if (!isObject(format) || format["type"] === "text") return {};
  const { type, ...schema } = format;
  return { responseFormat: type === "json_schema" ? { type, json_schema: schema } : { type } };
}
