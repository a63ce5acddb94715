import { CHAT_FIELDS, CHAT_RANGES, type ProviderProfile } from "./provider-profile.ts";

/** Models of xAI that do not reason. */
const PLAIN = /non-reasoning|grok-(?:2|3(?!-mini)|code)/;

export const xaiProfile: ProviderProfile = {
  id: "xai",
  name: "xAI",
  wire: "chat",
  baseUrl: "https://api.x.ai/v1",
  baseUrlEnv: ["XAI_BASE_URL"],
  keyEnv: ["XAI_API_KEY"],
  keyHeader: "bearer",
  hosts: /(?:^|\.)x\.ai$/,
  fields: { ...CHAT_FIELDS, maxTokens: "max_completion_tokens" },
  rules: [
    {
      parameters: ["frequencyPenalty", "presencePenalty", "stop"],
      fate: "refused",
      when: (model) => !PLAIN.test(model),
      reason: "Reasoning models of xAI do not accept it. Remove it.",
    },
  ],
  ranges: CHAT_RANGES,
  structured: "json_schema",
  tells: [
    "model version",
    "fingerprint",
    "request id",
    "service tier",
    "cached tokens",
    "reasoning tokens",
    "reasoning text",
    "log probabilities",
  ],
  limits: "x-ratelimit-*, retry-after",
  prices: "x-ai",
  example: "xai:grok-4-fast-non-reasoning",
  source: "npm @ai-sdk/xai 3.0.138, docs.x.ai (2026-11)",
};
