import { type Completion, ModelError } from "@sameseed/core";
import { headerReader, type HttpAnswer, httpClient } from "../transport/http-client.ts";
import { SseParser } from "../transport/sse-parser.ts";
import type { ChatBody } from "./chat-body.ts";
import { type ChatCompletion, completionOf } from "./chat-completion.ts";
import { abortError, refusalError, shownBody, transportError } from "./service-error.ts";
import { type ChatChunk, StreamedChat } from "./streamed-chat.ts";

/** Sends one chat request, once. There are two of them, and one test-suite says that they behave the same. */
export interface ChatSender {
  /** Errors: `ModelError` with a kind. */
  send(body: ChatBody, signal?: AbortSignal): Promise<Completion>;
  close(): Promise<void>;
}

export interface ChatOverHttpOptions {
  readonly apiKey?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Chat completions straight over HTTP. Errors: TypeError for a base URL that is none. */
export function chatOverHttp(baseUrl: string, { apiKey, headers = {} }: ChatOverHttpOptions = {}): ChatSender {
  const { url, authorization } = endpoint(baseUrl);
  const bearer = apiKey === undefined ? undefined : `Bearer ${apiKey}`;
  const sent = authorization ?? bearer;
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const client = httpClient(url, {
    headers: { ...(sent !== undefined && { authorization: sent }), ...Object.fromEntries(named) },
  });
  return {
    async send(body, signal) {
      try {
        return body.stream ? await stream(body, signal) : await ask(body, signal);
      } catch (error) {
        throw signal?.aborted ? abortError(signal) : transportError(error);
      }
    },
    close: () => client.close(),
  };

  async function ask(body: ChatBody, signal?: AbortSignal): Promise<Completion> {
    const answer = await client.post(JSON.stringify(body), { signal });
    return withConnecting(completionOf(parsed(answer), headerReader(answer.headers)), answer);
  }

  async function stream(body: ChatBody, signal?: AbortSignal): Promise<Completion> {
    const chat = new StreamedChat();
    const parser = new SseParser();
    let isStream = false;
    let isOver = false;
    const onText = (piece: string): boolean => {
      isStream = true;
      for (const data of parser.push(piece)) {
        if (data === "[DONE]") isOver = true;
        else if (!isOver) chat.add(jsonOf(data) as ChatChunk);
      }
      return isOver;
    };
    const answer = await client.post(JSON.stringify(body), { signal, onText });
    const header = headerReader(answer.headers);
    if (answer.text === "" && answer.status === 200) isStream = true;
    // A service that does not stream sends the whole answer at once.
    const completion = isStream
      ? { ...completionOf(chat.end(), header), ttftMs: chat.ttftMs }
      : completionOf(parsed(answer), header);
    return withConnecting(completion, answer);
  }
}

function withConnecting(completion: Completion, { connectMs }: HttpAnswer): Completion {
  return connectMs === undefined ? completion : { ...completion, connectMs };
}

function parsed({ status, headers, text }: HttpAnswer): ChatCompletion {
  if (status >= 200 && status < 300) return jsonOf(text) as ChatCompletion;
  const header = headerReader(headers);
  throw refusalError({ status, header, error: errorMember(text), text });
}

/** Errors: `ModelError` with the text, for a page of HTML tells more than where it stops to be JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ModelError("invalid_response", `The service's answer is not JSON: ${shownBody(text)}`);
  }
}

function errorMember(text: string): unknown {
  try {
    return (JSON.parse(text) as { error?: unknown } | null)?.error;
  } catch {
    return undefined;
  }
}

/** The URL to post to. A base URL keeps its query; its user and password become the Authorization header. */
function endpoint(baseUrl: string): { url: URL; authorization: string | undefined } {
  const url = new URL(baseUrl);
  const { username, password } = url;
  url.pathname = `${url.pathname.replace(/\/$/, "")}/chat/completions`;
  url.username = "";
  url.password = "";
  url.hash = "";
  if (username === "" && password === "") return { url, authorization: undefined };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}
