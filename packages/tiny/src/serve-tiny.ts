import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Completion, ModelError, type ModelRequest } from "@sameseed/core";
import { BadChatRequest, type ChatRequest, readChatRequest } from "./chat-request.ts";
import { tiny, type TinyModel } from "./tiny.ts";
import { TINY_NAMES } from "./weights.ts";

export interface ServeTinyOptions {
  /** 0 takes any free port. Default 0. */
  readonly port?: number;
  /** Default 127.0.0.1: reachable from this machine alone. */
  readonly host?: string;
  /** Worker threads a model. Default 1. */
  readonly threads?: number;
}

export interface TinyServer {
  /** Base URL for OpenAI clients, such as `http://127.0.0.1:8123/v1`. */
  readonly url: string;
  close(): Promise<void>;
}

const LARGEST_BODY_BYTES = 1_000_000;

/**
 * Serves both models in the OpenAI chat wire format: POST /v1/chat/completions (also streamed) and GET /v1/models.
 * Rejects with the system's error when the port is taken.
 */
export async function serveTiny({
  port = 0,
  host = "127.0.0.1",
  threads = 1,
}: ServeTinyOptions = {}): Promise<TinyServer> {
  const { createServer } = await import("node:http"); // 65 ms, which no benchmark with a tiny model should pay
  const models = TINY_NAMES.map((name) => tiny(name, { threads }));
  const server = createServer((request, response) => {
    handle(models, request, response).catch((error: unknown) => sendFailure(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}/v1`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, ...models.map((model) => model.close())]);
    },
  };
}

/** Thrown to answer with an HTTP status and an OpenAI-style error. */
class HttpError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

async function handle(models: readonly TinyModel[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  if (path === "/v1/models") {
    requireMethod(request, "GET");
    const data = models.map(({ id }) => ({ id, object: "model", created: 0, owned_by: "sameseed" }));
    return sendJson(response, 200, { object: "list", data });
  }
  if (path !== "/v1/chat/completions") throw new HttpError(404, "not_found", `Nothing is served at ${path}.`);
  requireMethod(request, "POST");
  const chat = readChatRequest(await readBody(request));
  const model = models.find(
    ({ id }) => id === chat.model || id === `tiny:${chat.model}` || id.replace(":", "-") === chat.model,
  );
  if (model === undefined) {
    throw new HttpError(
      404,
      "model_not_found",
      `Unknown model "${chat.model}". Known: ${models.map(({ id }) => id).join(", ")}.`,
    );
  }
  await complete(model, chat, response);
}

async function complete(model: TinyModel, chat: ChatRequest, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const request: ModelRequest = { messages: chat.messages, params: chat.params, seed: chat.seed, case: "", repeat: 0 };
  const base = {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor((performance.timeOrigin + performance.now()) / 1000),
    model: model.id,
  };
  if (!chat.isStreamed) {
    const completion = await model.complete(request, gone.signal);
    const message = { role: "assistant", content: completion.text, refusal: null };
    const choices = [{ index: 0, message, logprobs: null, finish_reason: completion.finishReason }];
    const body = {
      ...base,
      object: "chat.completion",
      system_fingerprint: completion.systemFingerprint,
      choices,
      usage: usageOf(completion),
    };
    return sendJson(response, 200, body);
  }
  await stream(model, chat, { request, response, base, gone: gone.signal });
}

interface Streaming {
  readonly request: ModelRequest;
  readonly response: ServerResponse;
  /** Fields of every chunk. */
  readonly base: object;
  readonly gone: AbortSignal;
}

/** The answer as server-sent events, each with the text that was added. */
async function stream(
  model: TinyModel,
  chat: ChatRequest,
  { request, response, base, gone }: Streaming,
): Promise<void> {
  const fingerprint = model.identity?.["systemFingerprint"];
  const send = (choices: readonly unknown[], usage: object = {}): void => {
    if (!response.headersSent)
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
    const chunk = {
      ...base,
      object: "chat.completion.chunk",
      system_fingerprint: fingerprint,
      choices,
      ...(chat.includesUsage && { usage: null }),
      ...usage,
    };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  const delta = (content: object, finishReason: string | null): readonly unknown[] => [
    { index: 0, delta: content, logprobs: null, finish_reason: finishReason },
  ];
  let hasBegun = false;
  const begin = (): void => {
    if (!hasBegun) send(delta({ role: "assistant", content: "" }, null));
    hasBegun = true;
  };
  const onText = (content: string): void => {
    begin();
    send(delta({ content }, null));
  };
  const completion = await model.stream(request, onText, gone);
  begin();
  send(delta({}, completion.finishReason));
  if (chat.includesUsage) send([], { usage: usageOf(completion) });
  response.end("data: [DONE]\n\n");
}

function usageOf({ usage }: Completion): object {
  const { promptTokens = 0, completionTokens = 0 } = usage ?? {};
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

function requireMethod(request: IncomingMessage, method: string): void {
  if (request.method !== method)
    throw new HttpError(405, "method_not_allowed", `Use ${method}, not ${request.method}.`);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LARGEST_BODY_BYTES)
      throw new HttpError(413, "too_large", `The body is larger than ${LARGEST_BODY_BYTES} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function sendFailure(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.writableEnded) return;
  const { status, code, param } = describe(error);
  const type = status < 500 ? "invalid_request_error" : "server_error";
  const body = { error: { message: error instanceof Error ? error.message : String(error), type, param, code } };
  if (!response.headersSent) return sendJson(response, status, body);
  response.end(`data: ${JSON.stringify(body)}\n\n`);
}

function describe(error: unknown): { status: number; code: string | null; param: string | null } {
  if (error instanceof HttpError) return { status: error.status, code: error.code, param: null };
  if (error instanceof BadChatRequest) return { status: 400, code: "bad_request", param: error.param };
  if (error instanceof ModelError && error.kind === "bad_request")
    return { status: 400, code: "context_length_exceeded", param: "messages" };
  return { status: 500, code: null, param: null };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
