import type { ErrorKind } from "@sameseed/core";
import type { ProviderProfile, WireName } from "../providers/profiles/provider-profile.ts";

/** Access to a model, for the remedies of its errors. */
export interface ServiceAccess {
  readonly profile: ProviderProfile;
  /** The service's name for the model. */
  readonly name: string;
  /** Source of the key: an environment variable or an option; null if no key is sent. */
  readonly keySource: string | null;
  /** The environment variable that a key is looked for in. */
  readonly keyEnv: string;
  /** True where the user named the base URL. */
  readonly isConfigured: boolean;
}

const FORMATS: Readonly<Record<WireName, string>> = {
  chat: "OpenAI's Chat Completions",
  responses: "OpenAI's Responses",
  messages: "Anthropic's Messages",
  converse: "Bedrock's Converse",
  "generate-content": "Gemini's generateContent",
  ollama: "Ollama's chat format",
};

/** Remedy for an error of a service, with the names of its variables; undefined for kinds without a remedy. */
export function remedyFor(kind: ErrorKind, access: ServiceAccess): string | undefined {
  const { profile, name, keySource, keyEnv } = access;
  const proxy = "if HTTP_PROXY or HTTPS_PROXY is set, the proxy";
  if (kind === "authentication")
    return keySource === null
      ? `No key was sent: set ${keyEnv} to a key with permission to use this model.`
      : `Check the key (${keySource}) and its permission to use this model.`;
  if (kind === "insufficient_quota")
    return "The account has no credit, or its quota is used up: check its plan and billing, or wait until the quota renews.";
  if (kind === "invalid_response")
    return `Check that the service speaks ${FORMATS[profile.wire]}, and ${baseUrl(access)}.`;
  if (kind === "not_found") return notFound(access);
  if (kind !== "connection" && kind !== "unreachable") return undefined;
  if (!access.isConfigured && profile.isLocal !== true) return `Check the network and, ${proxy}.`;
  const what = kind === "connection" ? "speaks HTTP there" : "runs";
  return `Check that the server ${what}, ${baseUrl(access)} and, ${proxy}.`;

  function notFound({ isConfigured }: ServiceAccess): string {
    if (profile.id === "ollama") return `Check the model's name, or fetch the model with: ollama pull ${name}`;
    return isConfigured || profile.isLocal === true
      ? `Check the model's name and ${baseUrl(access)}.`
      : "Check the model's name and the key's permission to use it.";
  }
}

function baseUrl({ profile: { baseUrlEnv, wire } }: ServiceAccess): string {
  const isVersioned = wire === "chat" || wire === "responses";
  return `the base URL (${["baseUrl", ...baseUrlEnv].join(" or ")}${isVersioned ? "; it usually ends in /v1" : ""})`;
}
