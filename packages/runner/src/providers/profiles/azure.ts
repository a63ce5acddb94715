import { CHAT_FIELDS, CHAT_RANGES, type ProviderProfile } from "./provider-profile.ts";
import { OPENAI_RULES } from "./openai.ts";

export const azureProfile: ProviderProfile = {
  id: "azure",
  name: "Azure OpenAI",
  wire: "chat",
  baseUrl: null,
  baseUrlEnv: ["AZURE_OPENAI_ENDPOINT"],
  keyEnv: ["AZURE_OPENAI_API_KEY"],
  keyHeader: "api-key",
  hosts: /\.openai\.azure\.com$/,
  fields: { ...CHAT_FIELDS, maxTokens: "max_completion_tokens", verbosity: "verbosity" },
  /** By the deployment's name, which usually contains the model's. */
  rules: OPENAI_RULES,
  ranges: CHAT_RANGES,
  structured: "json_schema",
  tells: [
    "model version",
    "fingerprint",
    "request id",
    "region",
    "cached tokens",
    "reasoning tokens",
    "log probabilities",
  ],
  limits: "x-ratelimit-remaining-*, retry-after-ms",
  prices: null,
  example: "azure:my-deployment",
  source: "learn.microsoft.com/azure/ai-foundry/openai/reference, npm openai 7.59.0 (2026-11)",
};
