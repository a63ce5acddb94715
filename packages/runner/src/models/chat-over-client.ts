import { type Completion, ModelError } from "@sameseed/core";
import type { HeaderReader } from "../rate/rate-limit-headers.ts";
import type { RequestSender } from "../wires/wire-over-http.ts";
import type { WireContext } from "../wires/wire.ts";
import { type ChatBody, chatBody } from "../wires/chat-body.ts";
import { type ChatCompletion, completionOf } from "../wires/chat-completion.ts";
import { abortError, refusalError, transportError } from "../wires/service-error.ts";
import { type ChatChunk, StreamedChat } from "../wires/streamed-chat.ts";

/** A client of the openai SDK: `new OpenAI(…)`, `new AzureOpenAI(…)`, or one with a custom fetch. */
export interface ChatClient {
  readonly baseURL: string;
  readonly chat: { readonly completions: object };
}

/** The part of the SDK that is called. Its own types forbid bodies that services accept. */
interface ChatCompletions {
  create(
    body: ChatBody,
    options: { readonly signal?: AbortSignal | undefined; readonly maxRetries: 0 },
  ): {
    withResponse(): Promise<{ readonly data: unknown; readonly response: Response }>;
  };
}

/** Chat completions over a client that the user has set up. Its retries are off: an attempt is a fact of the row. */
export function chatOverClient({ chat }: ChatClient, context: WireContext): RequestSender {
  const completions = chat.completions as ChatCompletions;
  return {
    async send(request, signal) {
      try {
        const body = chatBody(request, context);
        const { data, response } = await completions.create(body, { signal, maxRetries: 0 }).withResponse();
        const header = readerOf(response.headers);
        return isStream(data) ? await gather(data, header) : completionOf(data as ChatCompletion, header);
      } catch (error) {
        throw signal?.aborted ? abortError(signal) : clientError(error, context);
      }
    },
    async close() {},
  };
}

async function gather(chunks: AsyncIterable<ChatChunk>, header: HeaderReader): Promise<Completion> {
  const chat = new StreamedChat();
  for await (const chunk of chunks) chat.add(chunk);
  return { ...completionOf(chat.end(), header), ttftMs: chat.ttftMs };
}

function isStream(data: unknown): data is AsyncIterable<ChatChunk> {
  return typeof data === "object" && data !== null && Symbol.asyncIterator in data;
}

function clientError(error: unknown, { model }: WireContext): Error {
  if (error instanceof ModelError) return error;
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number")
    return transportError(error);
  const headers = "headers" in error && error.headers instanceof Headers ? error.headers : new Headers();
  const text = error.message.replace(/^\d+ /, "");
  return refusalError({
    status: error.status,
    header: readerOf(headers),
    error: "error" in error ? error.error : undefined,
    text,
    model,
  });
}

function readerOf(headers: Headers): HeaderReader {
  return (name) => headers.get(name) ?? undefined;
}
