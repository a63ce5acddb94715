import type { ParameterRule, ProviderProfile } from "./provider-profile.ts";

/** Models since Opus 4.7, and unknown ones, accept no sampling parameters. */
const SAMPLES = /claude-(?:instant|v?2|3|(?:opus|sonnet|haiku)-4(?:-[0-6])?(?:-\d{8}|-latest|$|@|-v\d))/;
const NO_BUDGET = /claude-(?:(?:sonnet|opus|haiku)-5-5|fable-5)/;
const NO_SCHEMA = /claude-(?:instant|v?2|3|(?:sonnet|opus)-4(?:-0|-1)?(?:-\d{8}|$|@|-v\d))/;
const LEAST_BUDGET = 1024;
/** The largest answer of a model, which a request has to name. */
const LARGEST: readonly (readonly [RegExp, number])[] = [
  [/claude-(?:instant|v?2|3-haiku|3-opus|3-sonnet)/, 4096],
  [/claude-3-5/, 8192],
  [/claude-opus-4(?:-[01])?(?:-\d{8}|$|@|-v\d)/, 32_000],
  [/claude-(?:3-7|(?:sonnet|haiku|opus)-4(?:-[0-5])?(?:-\d{8}|$|@|-v\d))/, 64_000],
  [/claude-/, 128_000],
];

function takesSampling(model: string): boolean {
  return SAMPLES.test(model);
}

/** The rules of Claude, on any service. */
export const CLAUDE_RULES: readonly ParameterRule[] = [
  {
    parameters: ["temperature", "topP", "topK"],
    fate: "refused",
    when: (model) => /claude-/.test(model) && !takesSampling(model),
    reason: "Claude models since Opus 4.7 accept no sampling parameters. Remove it.",
  },
  {
    parameters: ["topP"],
    fate: "refused",
    when: (model, { temperature }) => temperature !== undefined && /claude-\w+-4-[1-6]/.test(model),
    reason: "Claude models since Opus 4.1 accept temperature or topP, not both. Remove one.",
  },
  {
    parameters: ["temperature", "topK"],
    fate: "refused",
    when: (model, { thinkingBudget = 0 }) => thinkingBudget > 0 && takesSampling(model),
    reason: "Claude does not accept it together with thinking. Remove it or thinkingBudget.",
  },
  {
    parameters: ["thinkingBudget"],
    fate: "refused",
    when: (model) => NO_BUDGET.test(model),
    reason: "The model has no thinking budget. Use reasoningEffort.",
  },
  {
    parameters: ["thinkingBudget"],
    fate: "refused",
    when: (_, { thinkingBudget = 0, maxTokens = Number.POSITIVE_INFINITY }) =>
      thinkingBudget > 0 && (thinkingBudget < LEAST_BUDGET || thinkingBudget >= maxTokens),
    reason: `Claude takes at least ${LEAST_BUDGET}, and less than maxTokens, whose default is the model's largest answer. 0 turns thinking off.`,
  },
  {
    parameters: ["responseFormat"],
    fate: "refused",
    when: (model, { responseFormat }) => responseFormat?.type === "json_schema" && NO_SCHEMA.test(model),
    reason: "The model has no structured output. Request JSON in the prompt, or use a tool.",
  },
  {
    parameters: ["responseFormat"],
    fate: "refused",
    when: (_, { responseFormat }) => responseFormat?.type === "json_object",
    reason: "Claude accepts JSON Schemas only. Use json_schema, or request JSON in the prompt.",
  },
];

export const anthropicProfile: ProviderProfile = {
  id: "anthropic",
  name: "Anthropic (Messages)",
  wire: "messages",
  baseUrl: "https://api.anthropic.com",
  baseUrlEnv: ["ANTHROPIC_BASE_URL"],
  keyEnv: ["ANTHROPIC_API_KEY"],
  keyHeader: "x-api-key",
  hosts: null,
  fields: {
    temperature: "temperature",
    topP: "top_p",
    topK: "top_k",
    maxTokens: "max_tokens",
    stop: "stop_sequences",
    stream: "stream",
    tools: "tools",
    toolChoice: "tool_choice",
    responseFormat: "output_config.format",
    reasoningEffort: "output_config.effort",
    thinkingBudget: "thinking.budget_tokens",
  },
  rules: CLAUDE_RULES,
  ranges: { temperature: [0, 1] },
  maxTokens: (model) => LARGEST.find(([pattern]) => pattern.test(model))?.[1] ?? 4096,
  structured: "json_schema",
  tells: [
    "model version",
    "request id",
    "region",
    "service tier",
    "cached tokens",
    "cache writes",
    "reasoning tokens",
    "reasoning text",
  ],
  limits: "anthropic-ratelimit-*, retry-after",
  prices: "anthropic",
  example: "anthropic:claude-haiku-4-5",
  source: "npm @anthropic-ai/sdk 1.14.0, @ai-sdk/anthropic 3.0.140 and 4.0.105 (2026-11)",
};

/** Anthropic's OpenAI-compatible address. */
export const anthropicCompatibleProfile: ProviderProfile = {
  ...anthropicProfile,
  id: "anthropic (compatible address)",
  name: "Anthropic (compatible address)",
  wire: "chat",
  baseUrl: "https://api.anthropic.com/v1",
  keyHeader: "bearer",
  hosts: /(?:^|\.)anthropic\.com$/,
  fields: {
    temperature: "temperature",
    topP: "top_p",
    maxTokens: "max_tokens",
    stop: "stop",
    stream: "stream",
    tools: "tools",
    toolChoice: "tool_choice",
  },
  rules: [
    ...CLAUDE_RULES.filter(({ parameters }) => !parameters.includes("responseFormat")),
    {
      parameters: ["frequencyPenalty", "presencePenalty", "logprobs", "responseFormat", "reasoningEffort"],
      fate: "ignored",
      reason: "Anthropic's compatible address ignores it. Use anthropic: instead of openai: for this model.",
    },
  ],
  tells: ["model version", "request id"],
  structured: "none",
};
