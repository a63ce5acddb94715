import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A client's request, as the server read it. */
export interface SeenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  /** Its additional headers (`x-…`), by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly seed?: number;
    readonly temperature?: number;
    readonly [key: string]: unknown;
  };
}

/** The response: an answer's text, a complete HTTP response, or a broken connection. */
export type Reply =
  | string
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body: unknown }
  | { readonly reset: true };

export interface OpenaiServer extends AsyncDisposable {
  /** Base URL that ends in /v1. */
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Maximum number of concurrent requests. */
  mostInFlight(): number;
}

export interface OpenaiServerOptions {
  readonly reply: (request: SeenRequest, number: number) => Reply;
  readonly latencyMs?: (number: number, request: SeenRequest) => number;
  /** Keep the requests for assertions; off for long runs. */
  readonly keep?: boolean;
}

/** A real HTTP server on 127.0.0.1 that speaks the OpenAI chat completions wire format. */
export async function openaiServer({
  reply,
  latencyMs = () => 0,
  keep = true,
}: OpenaiServerOptions): Promise<OpenaiServer> {
  const requests: SeenRequest[] = [];
  let count = 0;
  let inFlight = 0;
  let most = 0;

  const server = createServer(async (request, response) => {
    const seen = await read(request);
    const number = count++;
    if (keep) requests.push(seen);
    most = Math.max(most, ++inFlight);
    const delay = latencyMs(number, seen);
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    inFlight--;
    send(response, seen, reply(seen, number));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    mostInFlight: () => most,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
  const text = Buffer.concat(chunks).toString("utf8");
  return {
    path: request.url ?? "",
    authorization: request.headers.authorization,
    headers: Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        name.startsWith("x-") && typeof value === "string" ? [[name, value]] : [],
      ),
    ),
    body: text === "" ? { model: "", messages: [] } : (JSON.parse(text) as SeenRequest["body"]),
  };
}

function send(response: ServerResponse, { body }: SeenRequest, reply: Reply): void {
  if (typeof reply === "object" && "reset" in reply) {
    response.destroy();
    return;
  }
  const answer = typeof reply === "string" ? { status: 200, headers: {}, body: completion(body.model, reply) } : reply;
  const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers }).end(text);
}

function completion(model: string, content: string): unknown {
  return {
    id: `chatcmpl-${createHash("sha256").update(content).digest("hex").slice(0, 12)}`,
    object: "chat.completion",
    created: 1_700_000_000,
    model: `${model}-2026-01-01`,
    system_fingerprint: "fp_test",
    choices: [{ index: 0, message: { role: "assistant", content, refusal: null }, finish_reason: "stop" }],
    usage: { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 },
  };
}

/** A port of 127.0.0.1 without a listener. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
