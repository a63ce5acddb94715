import type { Model } from "@sameseed/core";
import { azure, azureResponses } from "./azure.ts";
import { openai, openaiResponses } from "./openai.ts";
import {
  anthropic,
  bedrock,
  bedrockConverse,
  deepseek,
  google,
  groq,
  llamacpp,
  lmstudio,
  mistral,
  ollama,
  openrouter,
  type ServiceFactory,
  vllm,
  xai,
} from "./providers.ts";
import type { ServiceOptions } from "./service-model.ts";

const azureModel: ServiceFactory = (name, options = {}) => {
  const { baseUrl: endpoint, ...rest } = options;
  const given = endpoint === undefined ? rest : { ...rest, endpoint };
  return name.startsWith("responses:") ? azureResponses(name.slice("responses:".length), given) : azure(name, given);
};

const bedrockModel: ServiceFactory = (name, options) =>
  name.startsWith("converse:") ? bedrockConverse(name.slice("converse:".length), options) : bedrock(name, options);

/** The services by the word before the colon, and the words after it that have no further meaning. */
const SERVICES: Readonly<Record<string, readonly [factory: ServiceFactory, ignored: RegExp]>> = {
  openai: [
    (name, options) =>
      name.startsWith("responses:") ? openaiResponses(name.slice("responses:".length), options) : openai(name, options),
    /^chat:/,
  ],
  azure: [azureModel, /^chat:/],
  anthropic: [anthropic, /^(?:messages|chat):/],
  google: [google, /^(?:chat:|models\/)/],
  mistral: [mistral, /^chat:/],
  groq: [groq, /^chat:/],
  xai: [xai, /^chat:/],
  deepseek: [deepseek, /^chat:/],
  openrouter: [openrouter, /^chat:/],
  bedrock: [bedrockModel, /^chat:/],
  ollama: [ollama, /^chat:/],
  vllm: [vllm, /^chat:/],
  llamacpp: [llamacpp, /^chat:/],
  lmstudio: [lmstudio, /^chat:/],
};

/** Words before the colon that name a service. */
export const SERVICE_NAMES: readonly string[] = Object.keys(SERVICES);

/** The model that `provider:model` names; undefined for an id of no service. */
export function serviceFromId(id: string, options: ServiceOptions = {}): Model | undefined {
  const [, provider = "", name = ""] = /^([\w-]+):(.+)$/s.exec(id) ?? [];
  const [factory, ignored] = Object.hasOwn(SERVICES, provider) ? SERVICES[provider]! : [];
  return factory?.(name.replace(ignored!, ""), options);
}
