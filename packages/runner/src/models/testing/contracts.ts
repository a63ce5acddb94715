import type { Completion, TokenUsage } from "@sameseed/core";
import type { ProviderProfile } from "../../providers/profiles/provider-profile.ts";
import { PROVIDERS } from "../../providers/provider-profiles.ts";
import { bedrockError, chatStandIn, mistralError, xaiError } from "./chat-stand-in.ts";
import { converseStandIn } from "./converse-stand-in.ts";
import { generateContentStandIn } from "./generate-content-stand-in.ts";
import { messagesStandIn } from "./messages-stand-in.ts";
import { ollamaStandIn } from "./ollama-stand-in.ts";
import { responsesStandIn } from "./responses-stand-in.ts";
import { type StandIn, TOKENS } from "./stand-in.ts";

/** The contract suite's inputs for a provider. */
export interface Contract {
  readonly standIn: StandIn;
  readonly path: string;
  readonly streamPath?: string;
  /** Additional members of the completion. */
  readonly own?: Partial<Completion>;
  /** A model that takes sampling parameters. */
  readonly model?: string;
  /** Parts of the usage. Default: tokens from the cache and for thinking. */
  readonly parts?: Partial<TokenUsage>;
}

const chat = (more: Partial<Contract> = {}): Contract => ({
  standIn: chatStandIn({ system_fingerprint: "fp_1" }),
  path: "/chat/completions",
  own: { systemFingerprint: "fp_1" },
  ...more,
});

/** By provider. The paths follow `baseUrl`. */
export const CONTRACTS: Readonly<Record<string, Contract>> = {
  openai: chat({
    standIn: chatStandIn({ system_fingerprint: "fp_1", service_tier: "default" }),
    own: { systemFingerprint: "fp_1", serviceTier: "default" },
  }),
  "openai:responses": { standIn: responsesStandIn(), path: "/responses", own: { serviceTier: "default" } },
  azure: chat({ path: "/openai/deployments/m/chat/completions?api-version=2024-10-21" }),
  anthropic: {
    standIn: messagesStandIn(),
    path: "/v1/messages",
    own: { region: "us", serviceTier: "standard" },
    model: "claude-haiku-4-5",
    parts: { cachedTokens: TOKENS.cached, reasoningTokens: TOKENS.reasoning, cacheWriteTokens: 2 },
  },
  google: {
    standIn: generateContentStandIn(),
    path: "/v1beta/models/m:generateContent",
    streamPath: "/v1beta/models/m:streamGenerateContent?alt=sse",
  },
  mistral: chat({ standIn: chatStandIn({}, mistralError), own: {} }),
  groq: chat({
    standIn: chatStandIn({ system_fingerprint: "fp_1", x_groq: { id: "req_1", seed: 42 } }),
    own: { systemFingerprint: "fp_1", seedEchoed: 42 },
  }),
  xai: chat({ standIn: chatStandIn({ system_fingerprint: "fp_1" }, xaiError) }),
  deepseek: chat(),
  openrouter: chat({
    standIn: chatStandIn({ system_fingerprint: "fp_1", provider: "DeepInfra" }),
    own: { systemFingerprint: "fp_1", upstream: "DeepInfra" },
  }),
  bedrock: chat({ standIn: chatStandIn({}, bedrockError), own: {} }),
  "bedrock:converse": {
    standIn: converseStandIn(),
    path: "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse",
    streamPath: "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse-stream",
    own: { modelVersion: null, serviceTier: "default" },
    model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    parts: { cachedTokens: TOKENS.cached, cacheWriteTokens: 2 },
  },
  ollama: { standIn: ollamaStandIn(), path: "/api/chat", parts: {} },
  vllm: chat({ own: { systemFingerprint: "fp_1" } }),
  llamacpp: chat(),
  lmstudio: chat(),
  "azure:responses": {
    standIn: responsesStandIn(),
    path: "/openai/v1/responses",
    own: { serviceTier: "default" },
  },
};

/** Azure serves Responses with its own keys and addresses, and with a deployment's name instead of the model. */
const AZURE_RESPONSES: ProviderProfile = {
  ...PROVIDERS.find(({ id }) => id === "openai:responses")!,
  ...pickAccess(PROVIDERS.find(({ id }) => id === "azure")!),
  id: "azure:responses",
};
/** The providers that the contract suite covers. */
export const CONTRACTED: readonly ProviderProfile[] = [...PROVIDERS, AZURE_RESPONSES];

function pickAccess({ keyEnv, keyHeader, baseUrl, baseUrlEnv }: ProviderProfile) {
  return { keyEnv, keyHeader, baseUrl, baseUrlEnv };
}
