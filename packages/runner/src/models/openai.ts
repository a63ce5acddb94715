import { createHash } from "node:crypto";
import { type Model, type ModelError, type ModelParams, SameseedError } from "@sameseed/core";
import { chatBody } from "./chat-body.ts";
import { type ChatClient, chatOverClient } from "./chat-over-client.ts";
import { chatOverHttp, type ChatSender } from "./chat-over-http.ts";
import { checkKey } from "./check-key.ts";
import { checkHeaders, headerSecrets, headersOf, type HeaderValues } from "./header-values.ts";
import { queryDigest, redactor, withoutSecrets } from "./redact.ts";
import { cleanError } from "./service-error.ts";

export interface OpenaiOptions {
  /** Any OpenAI-compatible endpoint. Default: OPENAI_BASE_URL, else OpenAI's own. */
  readonly baseUrl?: string | undefined;
  /** Default: what `apiKeyEnv` names. Endpoints of one's own may need none. */
  readonly apiKey?: string | undefined;
  /** Environment variable with the key. Default OPENAI_API_KEY. */
  readonly apiKeyEnv?: string | undefined;
  /** Sent with every request, as they are or from the environment (`{env: "NAME"}`). Never written anywhere. */
  readonly headers?: HeaderValues;
  readonly params?: ModelParams;
  /** Deadline of one attempt. Default: the run's. */
  readonly timeoutMs?: number;
  /**
   * A client of the openai SDK, for what only it can do: `new AzureOpenAI(…)`, a fetch of one's own. It decides
   * endpoint and key. Without one, requests go straight over HTTP, for a tenth of the CPU time.
   */
  readonly client?: ChatClient;
}

const OPENAI_URL = "https://api.openai.com/v1";

/**
 * Chat completions of OpenAI or any compatible endpoint. Chat completions and not Responses, because only
 * they take a `seed` and return a `system_fingerprint`. One call is one attempt: retries are the runner's, so
 * that the row records them.
 */
export function openai(name: string, options: OpenaiOptions = {}): Model {
  const { client, apiKeyEnv = "OPENAI_API_KEY", params, timeoutMs } = options;
  const headers = headersOf(options.headers ?? {});
  const configured = client?.baseURL ?? options.baseUrl ?? (process.env["OPENAI_BASE_URL"] || undefined);
  const apiKey = client === undefined ? (options.apiKey ?? (process.env[apiKeyEnv] || undefined)) : keyOf(client);
  const baseUrl = configured ?? OPENAI_URL;
  const query = queryDigest(baseUrl);
  const bodyOptions = { model: name, isOpenai: isOpenaiUrl(baseUrl) };
  const { clean, cleanAnswer } = redactor([apiKey, configured, ...headerSecrets(options.headers ?? {})]);
  let sender: ChatSender | undefined;

  return {
    id: `openai:${name}`,
    identity: {
      provider: "openai",
      model: name,
      baseUrl: configured === undefined ? "default" : withoutSecrets(configured),
      ...(query !== undefined && { query }),
    },
    quota: createHash("sha256")
      .update(`${baseUrl}|${apiKey}|${JSON.stringify(headers)}`)
      .digest("hex"),
    hasJsonSchema: true,
    ...(params && { params }),
    ...(timeoutMs !== undefined && { timeoutMs }),

    async prepare() {
      checkHeaders(`openai:${name}`, options.headers ?? {});
      checkKey(`openai:${name}`, apiKey, options.apiKey === undefined && client === undefined ? apiKeyEnv : "apiKey");
      if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
        throw new SameseedError("BAD_ARGUMENT", `The base URL of openai:${name} is not an http or https URL.`, {
          hint: "Write it like http://127.0.0.1:8080/v1 (--base-url, OPENAI_BASE_URL or baseUrl).",
        });
      }
      if (apiKey !== undefined || configured !== undefined) return;
      throw new SameseedError("MISSING_KEY", `openai:${name} needs a key, and ${apiKeyEnv} is not set.`, {
        hint: `Set ${apiKeyEnv}, or name an endpoint of your own with --base-url, OPENAI_BASE_URL or baseUrl.`,
      });
    },

    async complete(request, signal) {
      sender ??=
        client === undefined
          ? chatOverHttp(baseUrl, { apiKey, headers: { ...organization(), ...headers } })
          : chatOverClient(client);
      try {
        return cleanAnswer(await sender.send(chatBody(request, bodyOptions), signal));
      } catch (error) {
        throw cleanError(error as ModelError, clean);
      }
    },

    async close() {
      await sender?.close();
      sender = undefined;
    },
  };
}

/** Who pays, as OpenAI's own clients read it from the environment. */
function organization(): Record<string, string> {
  const { OPENAI_ORG_ID: organizationId, OPENAI_PROJECT_ID: project } = process.env;
  return {
    ...(organizationId && { "openai-organization": organizationId }),
    ...(project && { "openai-project": project }),
  };
}

function isOpenaiUrl(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && /(^|\.)openai\.(com|azure\.com)$/.test(new URL(baseUrl).hostname);
}

function keyOf(client: ChatClient): string | undefined {
  return "apiKey" in client && typeof client.apiKey === "string" ? client.apiKey : undefined;
}
