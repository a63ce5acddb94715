import type { ProviderProfile } from "./profiles/provider-profile.ts";
import { anthropicCompatibleProfile, anthropicProfile } from "./profiles/anthropic.ts";
import { azureProfile } from "./profiles/azure.ts";
import { bedrockProfile, converseProfile } from "./profiles/bedrock.ts";
import { compatibleProfile } from "./profiles/compatible.ts";
import { deepseekProfile } from "./profiles/deepseek.ts";
import { googleCompatibleProfile, googleProfile } from "./profiles/google.ts";
import { groqProfile } from "./profiles/groq.ts";
import { llamacppProfile, lmstudioProfile, ollamaProfile, vllmProfile } from "./profiles/local.ts";
import { mistralProfile } from "./profiles/mistral.ts";
import { openaiProfile, responsesProfile } from "./profiles/openai.ts";
import { openrouterProfile } from "./profiles/openrouter.ts";
import { xaiProfile } from "./profiles/xai.ts";

/** Every provider that a model id can name, in the order of the docs. */
export const PROVIDERS: readonly ProviderProfile[] = [
  openaiProfile,
  responsesProfile,
  azureProfile,
  anthropicProfile,
  googleProfile,
  mistralProfile,
  groqProfile,
  xaiProfile,
  deepseekProfile,
  openrouterProfile,
  bedrockProfile,
  converseProfile,
  ollamaProfile,
  vllmProfile,
  llamacppProfile,
  lmstudioProfile,
];

const BY_HOST: readonly ProviderProfile[] = [...PROVIDERS, anthropicCompatibleProfile, googleCompatibleProfile];

/** The profile of an endpoint with OpenAI's chat completions, by its host. */
export function profileOfEndpoint(baseUrl: string): ProviderProfile {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : "";
  return BY_HOST.find(({ hosts, wire }) => wire === "chat" && hosts?.test(host)) ?? compatibleProfile;
}
