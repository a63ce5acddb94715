import { CHAT_FIELDS, type ProviderProfile } from "./provider-profile.ts";

const { logprobs: _, frequencyPenalty: __, presencePenalty: ___, ...FIELDS } = CHAT_FIELDS;

export const groqProfile: ProviderProfile = {
  id: "groq",
  name: "Groq",
  wire: "chat",
  baseUrl: "https://api.groq.com/openai/v1",
  baseUrlEnv: ["GROQ_BASE_URL"],
  keyEnv: ["GROQ_API_KEY"],
  keyHeader: "bearer",
  hosts: /(?:^|\.)groq\.com$/,
  fields: { ...FIELDS, maxTokens: "max_completion_tokens" },
  rules: [
    {
      parameters: ["frequencyPenalty", "presencePenalty", "logprobs"],
      fate: "refused",
      reason: "No model of Groq supports it yet. Remove it.",
    },
  ],
  ranges: { temperature: [0, 2] },
  structured: "json_schema",
  tells: [
    "model version",
    "fingerprint",
    "request id",
    "service tier",
    "echoed seed",
    "cached tokens",
    "reasoning tokens",
    "reasoning text",
  ],
  limits: "x-ratelimit-* (requests a day, tokens a minute), retry-after",
  prices: "groq",
  example: "groq:llama-3.3-70b-versatile",
  source: "npm groq-sdk 1.6.0, console.groq.com/docs (2026-11)",
};
