import type { ModelParams } from "@sameseed/core";
import { CHAT_FIELDS, type ProviderProfile } from "./provider-profile.ts";

const IS_2 = /gemini-(?:[12](?:\.|-)|2$)/;

/** Thinking budgets of Gemini 2.5, in tokens (ai.google.dev/gemini-api/docs/thinking). */
const BUDGETS = [
  { models: /gemini-2\.5-pro/, least: 128, most: 32_768, canBeOff: false },
  { models: /gemini-2\.5-flash-lite/, least: 512, most: 24_576, canBeOff: true },
  { models: /gemini-2\.5-flash(?!-lite)/, least: 1, most: 24_576, canBeOff: true },
] as const;

export const googleProfile: ProviderProfile = {
  id: "google",
  name: "Google Gemini",
  wire: "generate-content",
  baseUrl: "https://generativelanguage.googleapis.com",
  baseUrlEnv: ["GOOGLE_GEMINI_BASE_URL"],
  keyEnv: ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
  keyHeader: "x-goog-api-key",
  hosts: null,
  fields: {
    temperature: "generationConfig.temperature",
    topP: "generationConfig.topP",
    topK: "generationConfig.topK",
    maxTokens: "generationConfig.maxOutputTokens",
    stop: "generationConfig.stopSequences",
    frequencyPenalty: "generationConfig.frequencyPenalty",
    presencePenalty: "generationConfig.presencePenalty",
    stream: "the address",
    tools: "tools.functionDeclarations",
    toolChoice: "toolConfig.functionCallingConfig",
    responseFormat: "generationConfig.responseJsonSchema",
    reasoningEffort: "generationConfig.thinkingConfig.thinkingLevel",
    thinkingBudget: "generationConfig.thinkingConfig.thinkingBudget",
    logprobs: "generationConfig.responseLogprobs",
    seed: "generationConfig.seed",
  },
  rules: [
    {
      parameters: ["frequencyPenalty", "presencePenalty"],
      fate: "refused",
      when: (model) => /gemini-2\.5/.test(model),
      reason: "Gemini 2.5 does not accept it. Remove it.",
    },
    {
      parameters: ["reasoningEffort"],
      fate: "refused",
      when: (model) => IS_2.test(model),
      reason: "Gemini models before 3 have thinkingBudget instead.",
    },
    ...BUDGETS.map(({ models, least, most, canBeOff }) => ({
      parameters: ["thinkingBudget" as const],
      fate: "refused" as const,
      when: (model: string, { thinkingBudget = least }: ModelParams) =>
        models.test(model) &&
        !(thinkingBudget >= least && thinkingBudget <= most) &&
        !(canBeOff && thinkingBudget === 0),
      reason: `The model accepts ${least} to ${most}${canBeOff ? ", or 0 to turn thinking off" : ", and cannot turn thinking off"}.`,
    })),
  ],
  ranges: { temperature: [0, 2] },
  structured: "json_schema",
  tells: [
    "model version",
    "request id",
    "service tier",
    "cached tokens",
    "reasoning tokens",
    "reasoning text",
    "log probabilities",
  ],
  limits: "RetryInfo in the body of a 429",
  prices: "google",
  example: "google:gemini-3.6-flash",
  source: "npm @google/genai 2.32.0, @ai-sdk/google 3.0.141 (2026-11)",
};

/** Gemini's OpenAI-compatible address refuses `seed` (400 Unknown name "seed") and penalties. */
export const googleCompatibleProfile: ProviderProfile = {
  ...googleProfile,
  id: "google (compatible address)",
  name: "Google Gemini (compatible address)",
  wire: "chat",
  baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
  keyHeader: "bearer",
  hosts: /(?:^|\.)generativelanguage\.googleapis\.com$/,
  fields: {
    temperature: CHAT_FIELDS.temperature,
    topP: CHAT_FIELDS.topP,
    maxTokens: CHAT_FIELDS.maxTokens,
    stop: CHAT_FIELDS.stop,
    stream: CHAT_FIELDS.stream,
    tools: CHAT_FIELDS.tools,
    toolChoice: CHAT_FIELDS.toolChoice,
    responseFormat: CHAT_FIELDS.responseFormat,
    reasoningEffort: CHAT_FIELDS.reasoningEffort,
  },
  rules: [],
  tells: ["model version"],
};
