import { CHAT_FIELDS, type ProviderProfile } from "./provider-profile.ts";

/** An unknown endpoint with OpenAI's chat completions: it gets the benchmark's parameters unchanged. */
export const compatibleProfile: ProviderProfile = {
  id: "compatible",
  name: "any compatible endpoint",
  wire: "chat",
  baseUrl: null,
  baseUrlEnv: ["OPENAI_BASE_URL"],
  keyEnv: ["OPENAI_API_KEY"],
  keyHeader: "bearer",
  hosts: null,
  fields: { ...CHAT_FIELDS, topK: "top_k", verbosity: "verbosity" },
  rules: [],
  structured: "json_schema",
  tells: [
    "model version",
    "fingerprint",
    "request id",
    "cached tokens",
    "reasoning tokens",
    "reasoning text",
    "log probabilities",
  ],
  limits: "x-ratelimit-*, retry-after",
  prices: null,
  example: "openai:any",
  source: "npm openai 7.59.0 (2026-11)",
};
