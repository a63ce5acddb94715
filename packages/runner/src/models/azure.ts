import { type Model, SameseedError } from "@sameseed/core";
import type { ClientOptions } from "openai";
import { proxied } from "../transport/connect.ts";
import { namesProxy } from "../transport/proxy.ts";
import { openai } from "./openai.ts";

/** The GA version of Azure's data plane whose chat completions take a seed. */
const API_VERSION = "2024-10-21";

export interface AzureOptions {
  /** Default: AZURE_OPENAI_ENDPOINT, e.g. https://my-resource.openai.azure.com. */
  readonly endpoint?: string | undefined;
  /** Default: AZURE_OPENAI_API_KEY. */
  readonly apiKey?: string | undefined;
  /** Default: OPENAI_API_VERSION, else 2024-10-21. */
  readonly apiVersion?: string | undefined;
}

/**
 * A deployment of Azure OpenAI, through the openai SDK, which knows Azure's addresses and keys. For Entra ID or other
 * ways to sign in, make the client yourself: `openai(name, {client: new AzureOpenAI(…)})`.
 */
export async function azure(deployment: string, options: AzureOptions = {}): Promise<Model> {
  const endpoint = options.endpoint ?? process.env["AZURE_OPENAI_ENDPOINT"];
  const apiKey = options.apiKey ?? process.env["AZURE_OPENAI_API_KEY"];
  const apiVersion = options.apiVersion ?? process.env["OPENAI_API_VERSION"] ?? API_VERSION;
  const id = `azure:${deployment}`;
  if (!endpoint || !apiKey) return withoutAccess(id, endpoint ? "AZURE_OPENAI_API_KEY" : "AZURE_OPENAI_ENDPOINT");
  const { AzureOpenAI } = await import("openai");
  // The SDK refuses an endpoint where OPENAI_BASE_URL is set, which is meant for others; null keeps it from looking.
  const client = new AzureOpenAI({
    baseURL: null,
    endpoint,
    apiKey,
    apiVersion,
    deployment,
    maxRetries: 0,
    ...(await overProxy(endpoint)),
  });
  const model = openai(deployment, { client });
  return { ...model, id, identity: { ...model.identity, provider: "azure", apiVersion } };
}

/** Node's fetch, which the SDK uses, does not look for a proxy in the environment of its own accord. */
async function overProxy(endpoint: string): Promise<Pick<ClientOptions, "fetchOptions">> {
  if (!URL.canParse(endpoint) || !namesProxy(new URL(endpoint))) return {};
  return { fetchOptions: { dispatcher: await proxied() } };
}

/** A benchmark can be checked and planned without a key, but not run. */
function withoutAccess(id: string, missing: string): Model {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new SameseedError("MISSING_KEY", `${id} needs an endpoint and a key, and ${missing} is not set.`, {
        hint: "Set AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_API_KEY.",
      }),
    );
  return { id, identity: { provider: "azure" }, prepare: refuse, complete: refuse };
}
