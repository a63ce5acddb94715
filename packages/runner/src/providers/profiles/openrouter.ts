import { CHAT_FIELDS, CHAT_RANGES, type ProviderProfile } from "./provider-profile.ts";

export const openrouterProfile: ProviderProfile = {
  id: "openrouter",
  name: "OpenRouter",
  wire: "chat",
  baseUrl: "https://openrouter.ai/api/v1",
  baseUrlEnv: ["OPENROUTER_BASE_URL"],
  keyEnv: ["OPENROUTER_API_KEY"],
  keyHeader: "bearer",
  hosts: /(?:^|\.)openrouter\.ai$/,
  /** Passed on to the upstream where it supports them, else dropped; `extra: {provider: {require_parameters: true}}` forbids that. */
  fields: { ...CHAT_FIELDS, topK: "top_k", thinkingBudget: "reasoning.max_tokens", verbosity: "verbosity" },
  rules: [
    {
      parameters: ["thinkingBudget"],
      fate: "refused",
      when: (model, { thinkingBudget = 0, maxTokens = Number.POSITIVE_INFINITY }) =>
        model.startsWith("anthropic/") && thinkingBudget > 0 && thinkingBudget >= maxTokens,
      reason: "Claude accepts only values below maxTokens. 0 turns thinking off.",
    },
  ],
  ranges: CHAT_RANGES,
  thinking: (budget) => ({ reasoning: budget === 0 ? { enabled: false } : { max_tokens: budget } }),
  structured: "json_schema",
  tells: [
    "model version",
    "fingerprint",
    "request id",
    "upstream",
    "cost",
    "cached tokens",
    "cache writes",
    "reasoning tokens",
    "reasoning text",
    "log probabilities",
  ],
  limits: "x-ratelimit-*",
  prices: null,
  example: "openrouter:mistralai/mistral-small-3.2-24b-instruct",
  source: "npm @openrouter/ai-sdk-provider 2.10.0, openrouter.ai/docs (2026-11)",
};
