import { type Completion, type Model, ModelError, type ModelParams, type ModelRequest, SameseedError } from "@sameseed/core";
import type OpenAI from "openai";
import type { ChatCompletion, ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import { openaiError } from "./openai-error.ts";
import { redact, withoutSecrets } from "./redact.ts";

export interface OpenaiOptions {
  /** Any OpenAI-compatible endpoint. Default: OPENAI_BASE_URL, else OpenAI's own. */
  readonly baseUrl?: string | undefined;
  /** Default: OPENAI_API_KEY. Endpoints of one's own may need none. */
  readonly apiKey?: string | undefined;
  readonly params?: ModelParams;
  /** Deadline of one attempt. Default 120,000. */
  readonly timeoutMs?: number;
}

/**
 * Chat completions of OpenAI or any compatible endpoint. Chat completions and not Responses, because only
 * they take a `seed` and return a `system_fingerprint`. The SDK's own retries are off: an attempt is a
 * fact that the row records.
 */
export function openai(name: string, options: OpenaiOptions = {}): Model {
  const baseUrl = options.baseUrl ?? (process.env["OPENAI_BASE_URL"] || undefined);
  const apiKey = options.apiKey ?? (process.env["OPENAI_API_KEY"] || undefined);
  let client: Promise<OpenAI> | undefined;

  return {
    id: `openai:${name}`,
    identity: { provider: "openai", model: name, baseUrl: baseUrl === undefined ? "default" : withoutSecrets(baseUrl) },
    ...(options.params && { params: options.params }),

    async prepare() {
      if (apiKey !== undefined || baseUrl !== undefined) return;
      throw new SameseedError("MISSING_KEY", `openai:${name} needs a key, and OPENAI_API_KEY is not set.`, {
        hint: "Set OPENAI_API_KEY, or name an endpoint of your own with --base-url, OPENAI_BASE_URL or baseUrl.",
      });
    },

    async complete(request, signal) {
      client ??= connect({ baseUrl, apiKey, timeoutMs: options.timeoutMs ?? 120_000 });
      const { chat } = await client;
      try {
        return completionOf(await chat.completions.create(bodyOf(name, request, baseUrl === undefined), { signal: signal ?? null }));
      } catch (error) {
        throw openaiError(error, (text) => redact(text, [apiKey, baseUrl]));
      }
    },
  };
}

/** The SDK costs 0.1 s to load, so it is loaded with the first request. */
async function connect({ baseUrl, apiKey, timeoutMs }: { baseUrl: string | undefined; apiKey: string | undefined; timeoutMs: number }): Promise<OpenAI> {
  const { default: Client } = await import("openai");
  return new Client({ apiKey: apiKey ?? "none", baseURL: baseUrl ?? null, maxRetries: 0, timeout: timeoutMs });
}

function bodyOf(model: string, { messages, params, seed }: ModelRequest, isOpenai: boolean): ChatCompletionCreateParamsNonStreaming {
  const { temperature, topP, topK, maxTokens, stop, frequencyPenalty, presencePenalty, extra } = params;
  const optional = {
    temperature,
    top_p: topP,
    top_k: topK,
    // OpenAI's newer models refuse max_tokens; compatible servers often know nothing else.
    [isOpenai ? "max_completion_tokens" : "max_tokens"]: maxTokens,
    stop,
    frequency_penalty: frequencyPenalty,
    presence_penalty: presencePenalty,
    seed: seed ?? undefined,
  };
  return { model, messages: messages as ChatCompletionCreateParamsNonStreaming["messages"], ...optional, ...extra };
}

/** Services differ from the SDK's types, so nothing but the answer's place is taken on trust. */
function completionOf(response: Partial<ChatCompletion>): Completion {
  const choice = response.choices?.[0];
  if (choice?.message === undefined) {
    throw new ModelError("invalid_response", `The service sent no choice: ${JSON.stringify(response)?.slice(0, 200)}`);
  }
  const usage = response.usage;
  return {
    text: choice.message.content ?? null,
    finishReason: choice.finish_reason ?? null,
    refusal: choice.message.refusal ?? null,
    systemFingerprint: response.system_fingerprint ?? null,
    modelVersion: response.model ?? null,
    usage: usage ? { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens } : null,
    costUsd: null,
    ttftMs: null,
  };
}
