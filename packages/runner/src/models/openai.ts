import type { Model } from "@sameseed/core";
import { openaiProfile, responsesProfile } from "../providers/profiles/openai.ts";
import { profileOfEndpoint } from "../providers/provider-profiles.ts";
import { type ChatClient, chatOverClient } from "./chat-over-client.ts";
import { fromEnvironment, serviceModel, type ServiceOptions } from "./service-model.ts";

export interface OpenaiOptions extends ServiceOptions {
  /**
   * A client of the `openai` package, which you install: `new AzureOpenAI(…)` with Entra ID, a custom fetch. It decides
   * endpoint and key. Without one, requests go straight over HTTP, for a tenth of the CPU time.
   */
  readonly client?: ChatClient;
}

/**
 * Chat Completions of OpenAI or any compatible service. They have a `seed` and
 * return a `system_fingerprint`, unlike the Responses API.
 */
export function openai(name: string, options: OpenaiOptions = {}): Model {
  const { client, apiKeyEnv = "OPENAI_API_KEY" } = options;
  const configured = client?.baseURL ?? options.baseUrl ?? fromEnvironment(openaiProfile.baseUrlEnv);
  const known = configured === undefined ? openaiProfile : profileOfEndpoint(configured);
  const keyEnv = apiKeyEnv;
  return serviceModel(
    {
      id: `openai:${name}`,
      name,
      profile: known,
      baseUrl: configured ?? openaiProfile.baseUrl!,
      isConfigured: configured !== undefined,
      apiKey: client === undefined ? (options.apiKey ?? fromEnvironment([keyEnv])) : keyOf(client),
      keyEnv,
      identity: { provider: "openai", ...(known !== openaiProfile && known.hosts && { profile: known.id }) },
      headers: organization(),
      sender: client && ((context) => chatOverClient(client, context)),
    },
    options,
  );
}

/** OpenAI's Responses API. It has no seed: use it only for features that Chat Completions lacks. */
export function openaiResponses(name: string, options: ServiceOptions = {}): Model {
  const { apiKeyEnv: keyEnv = "OPENAI_API_KEY" } = options;
  const configured = options.baseUrl ?? fromEnvironment(responsesProfile.baseUrlEnv);
  return serviceModel(
    {
      id: `openai:responses:${name}`,
      name,
      profile: responsesProfile,
      baseUrl: configured ?? responsesProfile.baseUrl!,
      isConfigured: configured !== undefined,
      apiKey: options.apiKey ?? fromEnvironment([keyEnv]),
      keyEnv,
      headers: organization(),
    },
    options,
  );
}

/** Organization and project to bill, from the environment variables that OpenAI's own clients read. */
function organization(): Record<string, string> {
  const { OPENAI_ORG_ID: organizationId, OPENAI_PROJECT_ID: project } = process.env;
  return {
    ...(organizationId && { "openai-organization": organizationId }),
    ...(project && { "openai-project": project }),
  };
}

function keyOf(client: ChatClient): string | undefined {
  return "apiKey" in client && typeof client.apiKey === "string" ? client.apiKey : undefined;
}
