import type { Fields } from "./reading.ts";

/** Where a gateway speaks OpenAI's chat format, and the variable of its key. */
export type Gateway = readonly [baseUrl: string, apiKeyEnv: string | undefined];

type Address = (config: Fields) => Gateway | string;

/** Services with an address in the config or in the environment, by promptfoo's name for them. */
const GATEWAYS: Readonly<Record<string, Address>> = {
  databricks: ({ workspaceUrl = process.env["DATABRICKS_WORKSPACE_URL"] }) =>
    at(workspaceUrl, "/serving-endpoints", "DATABRICKS_TOKEN") ?? "it has no workspaceUrl",
  helicone: ({ baseUrl = "http://localhost:8080", router }) =>
    at(baseUrl, typeof router === "string" ? `/router/${router}` : "/ai", "HELICONE_API_KEY") ??
    "its baseUrl is no URL",
  "cloudflare-ai": ({ accountId = process.env["CLOUDFLARE_ACCOUNT_ID"] }) =>
    typeof accountId === "string" && accountId !== ""
      ? [`https://api.cloudflare.com/client/v4/accounts/${accountId}/ai/v1`, "CLOUDFLARE_API_KEY"]
      : "it has no accountId",
  envoy: ({ apiBaseUrl = process.env["ENVOY_API_BASE_URL"] }) =>
    at(apiBaseUrl, String(apiBaseUrl).endsWith("/v1") ? "" : "/v1", undefined) ?? "it has no apiBaseUrl",
};

/** Keys of a provider's `config` with its gateway's address. */
export const GATEWAY_KEYS: Readonly<Record<string, readonly string[]>> = {
  databricks: ["workspaceUrl", "isPayPerToken"],
  helicone: ["baseUrl", "router"],
  "cloudflare-ai": ["accountId"],
};

/** The address of a gateway, or the reason why it has no address; undefined for services other than gateways. */
export function gatewayOf(service: string, config: Fields): Gateway | string | undefined {
  return Object.hasOwn(GATEWAYS, service) ? GATEWAYS[service]!(config) : undefined;
}

function at(base: unknown, path: string, apiKeyEnv: string | undefined): Gateway | undefined {
  if (typeof base !== "string" || !URL.canParse(base)) return undefined;
  return [`${base.replace(/\/+$/, "")}${path}`, apiKeyEnv];
}
