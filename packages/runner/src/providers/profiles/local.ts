import { CHAT_FIELDS, type ProviderProfile } from "./provider-profile.ts";

const LOCAL = {
  keyHeader: "bearer",
  isLocal: true,
  hosts: null,
  rules: [],
  structured: "json_schema",
  limits: "none",
  prices: null,
} as const;

export const ollamaProfile: ProviderProfile = {
  ...LOCAL,
  id: "ollama",
  name: "Ollama (native)",
  wire: "ollama",
  baseUrl: "http://127.0.0.1:11434",
  baseUrlEnv: ["OLLAMA_BASE_URL", "OLLAMA_HOST"],
  keyEnv: ["OLLAMA_API_KEY"],
  fields: {
    temperature: "options.temperature",
    topP: "options.top_p",
    topK: "options.top_k",
    maxTokens: "options.num_predict",
    stop: "options.stop",
    frequencyPenalty: "options.frequency_penalty",
    presencePenalty: "options.presence_penalty",
    stream: "stream",
    tools: "tools",
    responseFormat: "format",
    reasoningEffort: "think",
    thinkingBudget: "think",
    logprobs: "logprobs",
    seed: "options.seed",
  },
  rules: [
    {
      parameters: ["thinkingBudget"],
      fate: "refused",
      when: (_, { thinkingBudget = 0 }) => thinkingBudget > 0,
      reason: "Ollama can only turn thinking on or off: 0 turns it off. For the amount, use reasoningEffort.",
    },
  ],
  tells: ["model version", "reasoning text", "log probabilities"],
  example: "ollama:llama3.2",
  source: "npm ollama 0.6.4, ollama/ollama docs/api.md (2026-11)",
};

export const vllmProfile: ProviderProfile = {
  ...LOCAL,
  id: "vllm",
  name: "vLLM",
  wire: "chat",
  baseUrl: "http://127.0.0.1:8000/v1",
  baseUrlEnv: ["VLLM_BASE_URL"],
  keyEnv: ["VLLM_API_KEY"],
  fields: { ...CHAT_FIELDS, topK: "top_k" },
  tells: ["model version", "cached tokens", "reasoning text", "log probabilities"],
  example: "vllm:Qwen/Qwen3-4B",
  source: "docs.vllm.ai, OpenAI-compatible server (2026-11)",
};

export const llamacppProfile: ProviderProfile = {
  ...LOCAL,
  id: "llamacpp",
  name: "llama.cpp (llama-server)",
  wire: "chat",
  baseUrl: "http://127.0.0.1:8080/v1",
  baseUrlEnv: ["LLAMACPP_BASE_URL"],
  keyEnv: ["LLAMACPP_API_KEY"],
  fields: { ...CHAT_FIELDS, topK: "top_k" },
  tells: ["model version", "fingerprint", "reasoning text", "log probabilities"],
  example: "llamacpp:default",
  source: "ggml-org/llama.cpp tools/server/README.md (2026-11)",
};

export const lmstudioProfile: ProviderProfile = {
  ...LOCAL,
  id: "lmstudio",
  name: "LM Studio",
  wire: "chat",
  baseUrl: "http://127.0.0.1:1234/v1",
  baseUrlEnv: ["LMSTUDIO_BASE_URL"],
  keyEnv: ["LMSTUDIO_API_KEY"],
  fields: { ...CHAT_FIELDS, topK: "top_k" },
  tells: ["model version", "fingerprint", "reasoning text"],
  example: "lmstudio:qwen3-4b",
  source: "lmstudio.ai/docs, OpenAI compatibility endpoints (2026-11)",
};
