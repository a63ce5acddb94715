import type { ModelParams } from "@sameseed/core";
import { CHAT_FIELDS, CHAT_RANGES, type ParameterRule, type ProviderProfile } from "./provider-profile.ts";

const FORCE = "Remove it, or send it unchanged in extra";

const EFFORTS: readonly string[] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
const VERBOSITIES: readonly string[] = ["low", "medium", "high"];

/** Models that reason by default and accept sampling parameters only without reasoning. */
const REASONS_BY_DEFAULT = /^(?:gpt-6-(?:luna|sol)|gpt-6\.1-terra|gpt-5\.[6-9])/;
/** Models that always reason. gpt-5.1 to gpt-5.5 do not reason by default. */
const ALWAYS_REASONS = /^(?:o\d|gpt-5(?!\.)(?!-chat)|gpt-[6-9](?!-chat))/;
const OFF_BY_DEFAULT = /^gpt-5\.[1-5](?!\d)(?!.*chat)/;

function reasons(model: string, { reasoningEffort }: ModelParams): boolean {
  const name = model.replace(/^ft:|^openai\//, "");
  if (REASONS_BY_DEFAULT.test(name)) return reasoningEffort !== "none";
  if (OFF_BY_DEFAULT.test(name)) return reasoningEffort !== undefined && reasoningEffort !== "none";
  return ALWAYS_REASONS.test(name);
}

function isReasoningModel(model: string): boolean {
  const name = model.replace(/^ft:|^openai\//, "");
  return [REASONS_BY_DEFAULT, OFF_BY_DEFAULT, ALWAYS_REASONS].some((pattern) => pattern.test(name));
}

/** The rules of OpenAI's models, on any service. */
export const OPENAI_RULES: readonly ParameterRule[] = [
  {
    parameters: ["temperature", "topP", "logprobs"],
    fate: "refused",
    when: reasons,
    reason: `A model that reasons does not take it. Set reasoningEffort: none where the model has it. ${FORCE}.`,
  },
  {
    parameters: ["frequencyPenalty", "presencePenalty"],
    fate: "refused",
    when: isReasoningModel,
    reason: `Reasoning models do not take it. ${FORCE}.`,
  },
  {
    parameters: ["reasoningEffort"],
    fate: "refused",
    when: (model) => /^(?:ft:)?(?:gpt-4|gpt-3|chatgpt)/.test(model),
    reason: `The model does not reason. ${FORCE}.`,
  },
  {
    parameters: ["reasoningEffort"],
    fate: "refused",
    when: (_, { reasoningEffort = "none" }) => !EFFORTS.includes(reasoningEffort),
    reason: `OpenAI accepts ${EFFORTS.join(", ")}. Choose one, or send yours in extra.`,
  },
  {
    parameters: ["verbosity"],
    fate: "refused",
    when: (_, { verbosity = "low" }) => !VERBOSITIES.includes(verbosity),
    reason: `OpenAI accepts ${VERBOSITIES.join(", ")}. Choose one, or send yours in extra.`,
  },
];

const SHARED = {
  baseUrl: "https://api.openai.com/v1",
  baseUrlEnv: ["OPENAI_BASE_URL"],
  keyEnv: ["OPENAI_API_KEY"],
  keyHeader: "bearer",
  ranges: CHAT_RANGES,
  structured: "json_schema",
  limits: "x-ratelimit-*, retry-after-ms",
  prices: "openai",
  source: "npm openai 7.59.0, @ai-sdk/openai 4.0.118 (2026-11)",
} as const;

export const openaiProfile: ProviderProfile = {
  ...SHARED,
  id: "openai",
  name: "OpenAI (Chat Completions)",
  wire: "chat",
  hosts: /(?:^|\.)openai\.com$/,
  fields: { ...CHAT_FIELDS, maxTokens: "max_completion_tokens", verbosity: "verbosity" },
  rules: [
    ...OPENAI_RULES,
    {
      parameters: ["tools"],
      fate: "refused",
      when: (model, params) => /^gpt-5\.[6-9]/.test(model) && reasons(model, params),
      reason:
        "With tools, Chat Completions accept these models only with reasoningEffort: none. Set it, or use openai:responses:.",
    },
  ],
  tells: [
    "model version",
    "fingerprint",
    "request id",
    "service tier",
    "cached tokens",
    "cache writes",
    "reasoning tokens",
    "log probabilities",
  ],
  example: "openai:gpt-6-luna",
};

export const responsesProfile: ProviderProfile = {
  ...SHARED,
  id: "openai:responses",
  name: "OpenAI (Responses)",
  wire: "responses",
  hosts: null,
  fields: {
    temperature: "temperature",
    topP: "top_p",
    maxTokens: "max_output_tokens",
    stream: "stream",
    tools: "tools",
    toolChoice: "tool_choice",
    responseFormat: "text.format",
    reasoningEffort: "reasoning.effort",
    verbosity: "text.verbosity",
    logprobs: "include",
  },
  rules: OPENAI_RULES,
  tells: [
    "model version",
    "request id",
    "service tier",
    "cached tokens",
    "cache writes",
    "reasoning tokens",
    "reasoning text",
    "log probabilities",
  ],
  example: "openai:responses:gpt-6-luna",
};
