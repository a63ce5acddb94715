import { type Model, SameseedError } from "@sameseed/core";
import { azureProfile } from "../providers/profiles/azure.ts";
import { responsesProfile } from "../providers/profiles/openai.ts";
import { fromEnvironment, serviceModel, type ServiceOptions } from "./service-model.ts";

/** The GA version of Azure's data plane with a seed in chat completions. */
const API_VERSION = "2024-10-21";

export interface AzureOptions extends Omit<ServiceOptions, "baseUrl"> {
  /** Default: AZURE_OPENAI_ENDPOINT, e.g. https://my-resource.openai.azure.com. */
  readonly endpoint?: string | undefined;
  /** `v1` for the address without a version. Default: OPENAI_API_VERSION, else 2024-10-21. */
  readonly apiVersion?: string | undefined;
}

/**
 * A deployment of Azure OpenAI, by its key. For Entra ID or other ways to sign in, make the client yourself:
 * `openai(name, {client: new AzureOpenAI(…)})`.
 */
export function azure(deployment: string, options: AzureOptions = {}): Model {
  const apiVersion = options.apiVersion ?? fromEnvironment(["OPENAI_API_VERSION"]) ?? API_VERSION;
  const deployed =
    apiVersion === "v1"
      ? "/openai/v1"
      : `/openai/deployments/${encodeURIComponent(deployment)}?api-version=${encodeURIComponent(apiVersion)}`;
  const id = `azure:${deployment}`;
  return azureModel({ id, deployment, path: deployed, profile: azureProfile, apiVersion }, options);
}

/** The Responses API of a deployment, by the address without a version: the only one with all features. */
export function azureResponses(deployment: string, options: AzureOptions = {}): Model {
  const profile = { ...responsesProfile, ...AZURE_ACCESS };
  const id = `azure:responses:${deployment}`;
  return azureModel({ id, deployment, path: "/openai/v1", profile, apiVersion: "v1" }, options);
}

const { keyHeader, keyEnv: KEY_ENV, baseUrlEnv, baseUrl, prices } = azureProfile;
const AZURE_ACCESS = { keyHeader, keyEnv: KEY_ENV, baseUrlEnv, baseUrl, prices };

interface AzureSpec {
  readonly id: string;
  readonly deployment: string;
  readonly path: string;
  readonly profile: typeof azureProfile;
  readonly apiVersion: string;
}

function azureModel({ id, deployment, path, profile, apiVersion }: AzureSpec, options: AzureOptions): Model {
  const { apiKeyEnv: keyEnv = azureProfile.keyEnv[0]! } = options;
  const endpoint = options.endpoint ?? fromEnvironment(azureProfile.baseUrlEnv);
  const apiKey = options.apiKey ?? fromEnvironment([keyEnv]);
  const missing = !endpoint ? "AZURE_OPENAI_ENDPOINT" : !apiKey ? keyEnv : undefined;
  return serviceModel(
    {
      id,
      name: deployment,
      profile,
      baseUrl: `${(endpoint ?? "").replace(/\/$/, "")}${path}`,
      isConfigured: true,
      apiKey,
      keyEnv,
      identity: { provider: "azure", apiVersion },
      missing:
        missing === undefined
          ? undefined
          : new SameseedError("MISSING_KEY", `${id} needs an endpoint and a key, and ${missing} is not set.`, {
              hint: "Set AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_API_KEY.",
            }),
    },
    options,
  );
}
