import { type Model, SameseedError } from "@sameseed/core";
import { anthropicProfile } from "../providers/profiles/anthropic.ts";
import { bedrockProfile, converseProfile } from "../providers/profiles/bedrock.ts";
import { deepseekProfile } from "../providers/profiles/deepseek.ts";
import { googleProfile } from "../providers/profiles/google.ts";
import { groqProfile } from "../providers/profiles/groq.ts";
import { llamacppProfile, lmstudioProfile, ollamaProfile, vllmProfile } from "../providers/profiles/local.ts";
import { mistralProfile } from "../providers/profiles/mistral.ts";
import { openrouterProfile } from "../providers/profiles/openrouter.ts";
import { xaiProfile } from "../providers/profiles/xai.ts";
import type { ProviderProfile } from "../providers/profiles/provider-profile.ts";
import { awsKeys } from "./aws-signing.ts";
import { fromEnvironment, serviceModel, type ServiceOptions, type ServiceSpec } from "./service-model.ts";

/** A model of a provider, by the service's name for it. */
export type ServiceFactory = (name: string, options?: ServiceOptions) => Model;

/** Claude, with Anthropic's Messages API. */
export const anthropic: ServiceFactory = factory(anthropicProfile);
/** Gemini, with its generateContent API. */
export const google: ServiceFactory = factory(googleProfile);
/** A model of Mistral, with its chat completions API. */
export const mistral: ServiceFactory = factory(mistralProfile);
/** A model served by Groq. */
export const groq: ServiceFactory = factory(groqProfile);
/** A model of xAI, such as Grok. */
export const xai: ServiceFactory = factory(xaiProfile);
/** A model of DeepSeek. */
export const deepseek: ServiceFactory = factory(deepseekProfile);
/** A model at OpenRouter, by OpenRouter's name for it. */
export const openrouter: ServiceFactory = factory(openrouterProfile);
/** A model of a local Ollama server, in Ollama's own format. `extra: {options: {num_ctx: 8192}}` sets the context length. */
export const ollama: ServiceFactory = factory(ollamaProfile);
/** A model of a vLLM server. */
export const vllm: ServiceFactory = factory(vllmProfile);
/** A model of a local llama-server (llama.cpp). */
export const llamacpp: ServiceFactory = factory(llamacppProfile);
/** A model of a local LM Studio server. */
export const lmstudio: ServiceFactory = factory(lmstudioProfile);

/**
 * A model of Amazon Bedrock, with its OpenAI-compatible API in the region `AWS_REGION`. Requests use an API key of Bedrock.
 * Without one they are signed with AWS access keys, which needs the package `aws4fetch`.
 */
export const bedrock: ServiceFactory = atBedrock(bedrockProfile);
/** A model of Amazon Bedrock, by its Converse API, with the same keys. */
export const bedrockConverse: ServiceFactory = atBedrock(converseProfile);

function atBedrock(profile: ProviderProfile): ServiceFactory {
  return (name, options = {}) => {
    const region = fromEnvironment(["AWS_REGION", "AWS_DEFAULT_REGION"]);
    const own = profile.baseUrl!.replace("{region}", region ?? "no-region");
    const missing = new SameseedError(
      "MISSING_KEY",
      `${profile.id}:${name} needs a region, and AWS_REGION is not set.`,
      {
        hint: "Set AWS_REGION, or name the address with baseUrl.",
      },
    );
    const keys = options.apiKey === undefined && options.apiKeyEnv === undefined ? awsKeys() : undefined;
    const signing = keys && { keys, region: region ?? "us-east-1" };
    return modelOf(profile, { name, own, signing, missing: region === undefined ? missing : undefined }, options);
  };
}

function factory(profile: ProviderProfile): ServiceFactory {
  return (name, options = {}) => modelOf(profile, { name, own: profile.baseUrl! }, options);
}

interface Named {
  readonly name: string;
  readonly own: string;
  readonly missing?: ServiceSpec["missing"];
  readonly signing?: ServiceSpec["signing"];
}

function modelOf(profile: ProviderProfile, { name, own, missing, signing }: Named, options: ServiceOptions): Model {
  const configured = options.baseUrl ?? withScheme(fromEnvironment(profile.baseUrlEnv));
  const names = options.apiKeyEnv === undefined ? profile.keyEnv : [options.apiKeyEnv];
  const keyEnv = names.find((one) => fromEnvironment([one]) !== undefined) ?? names[0]!;
  const apiKey = options.apiKey ?? fromEnvironment([keyEnv]);
  return serviceModel(
    {
      id: `${profile.id}:${name}`,
      name,
      profile,
      baseUrl: configured ?? own,
      isConfigured: configured !== undefined,
      apiKey,
      keyEnv,
      signing: apiKey === undefined ? signing : undefined,
      missing: configured === undefined ? missing : undefined,
    },
    options,
  );
}

/** OLLAMA_HOST is also the address that the server listens on: `0.0.0.0:11434`, without `http://`. */
function withScheme(address: string | undefined): string | undefined {
  if (address === undefined || /^https?:\/\//.test(address)) return address;
  const [host, port = "11434"] = address.split(":");
  return `http://${host === "0.0.0.0" || host === "" ? "127.0.0.1" : host}:${port}`;
}
