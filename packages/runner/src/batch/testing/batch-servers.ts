import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A batch API's answer to one request of a batch; the request's last message is `text`. */
export type BatchReply = (
  text: string,
) => { readonly text: string } | { readonly status: number; readonly message: string } | null;

export interface BatchServer extends AsyncDisposable {
  readonly url: string;
  /** Texts of the requests of each batch that was sent. */
  readonly batches: string[][];
  /** Keys that came with requests. */
  readonly keys: Set<string>;
  /** Statuses of the next answers, for any request. */
  readonly failures: number[];
  /** Ends all batches, which can then be collected; until then they are running. */
  finish(): void;
}

export type BatchApi = "openai" | "azure" | "mistral" | "anthropic" | "google";

/** The body of one request, in whichever wire format. */
interface AskedBody {
  readonly messages?: readonly AskedMessage[];
  readonly contents?: readonly AskedMessage[];
}

interface AskedMessage {
  readonly content?: string | readonly { readonly text: string }[];
  readonly parts?: readonly { readonly text: string }[];
}

/** One request of a batch, as each service writes it. */
interface BatchedLine {
  readonly custom_id: string;
  readonly params: AskedBody;
  readonly metadata: { readonly key: string };
  readonly request: AskedBody;
}

interface Stored {
  readonly id: string;
  readonly key: string;
  readonly requests: readonly { readonly id: string; readonly body: AskedBody }[];
}

export interface BatchServerOptions {
  readonly reply?: BatchReply;
  /** Batches end when `finish` is called, not at once. */
  readonly isSlow?: boolean;
  /** The first batches that are created have no response: the connection ends, or a proxy answers with this status. */
  readonly lost?: ("cut" | number)[];
  /** Batches of others in the account: the list has as many more, newest first. */
  readonly others?: number;
  /** Changes a file of answers on its way. */
  readonly results?: (text: string) => string;
  /** A refused file: lines, from 1, with their messages. */
  readonly refuse?: (texts: readonly string[]) => readonly { readonly line: number; readonly message: string }[];
}

/** The batch APIs of five services on 127.0.0.1, as their references describe them. */
export async function batchServer(
  api: BatchApi,
  {
    reply = (text) => ({ text: `echo ${text}` }),
    isSlow = false,
    lost = [],
    others = 0,
    refuse,
    results = (text) => text,
  }: BatchServerOptions = {},
): Promise<BatchServer> {
  const files = new Map<string, string>();
  const stored = new Map<string, Stored>();
  const batches: string[][] = [];
  const keys = new Set<string>();
  const failures: number[] = [];
  let isOver = !isSlow;

  const add = (key: string, requests: Stored["requests"]): Stored => {
    const one = { id: `${api}-batch-${stored.size + 1}`, key, requests };
    stored.set(one.id, one);
    batches.push(requests.map(({ body }) => textOf(body)));
    return one;
  };
  const refused = (one: Stored) => refuse?.(one.requests.map(({ body }) => textOf(body))) ?? [];
  const openaiBatch = (one: Stored) => {
    const lines = refused(one);
    const status = lines.length > 0 ? "failed" : isOver ? "completed" : "in_progress";
    return {
      id: one.id,
      object: "batch",
      status,
      output_file_id: status === "completed" && outputOf(one, false) !== "" ? `out-${one.id}` : null,
      error_file_id: status === "completed" && outputOf(one, true) !== "" ? `err-${one.id}` : null,
      request_counts: { total: one.requests.length, completed: isOver ? one.requests.length : 1, failed: 0 },
      errors: lines.length > 0 ? { object: "list", data: lines.map((line) => ({ code: "invalid", ...line })) } : null,
      metadata: { sameseed: one.key },
    };
  };
  const mistralJob = (one: Stored) => ({
    id: one.id,
    object: "batch",
    status: isOver ? "SUCCESS" : "RUNNING",
    output_file: isOver ? `out-${one.id}` : null,
    error_file: isOver && outputOf(one, true) !== "" ? `err-${one.id}` : null,
    total_requests: one.requests.length,
    completed_requests: isOver ? one.requests.length : 1,
    errors: [],
    metadata: { sameseed: one.key },
  });
  const outputOf = ({ requests }: Stored, isErrors: boolean): string =>
    requests
      .toReversed() // in any order
      .flatMap(({ id, body }) => {
        const said = reply(textOf(body));
        if (said === null || "status" in said !== isErrors) return [];
        const response =
          "status" in said
            ? { status_code: said.status, request_id: "req-1", body: { error: { message: said.message } } }
            : { status_code: 200, request_id: "req-1", body: chatAnswer(said.text) };
        return [`${JSON.stringify({ id: "x", custom_id: id, response, error: null })}\n`];
      })
      .join("");

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8");
    for (const name of ["authorization", "x-api-key", "x-goog-api-key", "api-key"])
      if (request.headers[name] !== undefined) keys.add(String(request.headers[name]));
    const { pathname, searchParams } = new URL(request.url!, "http://127.0.0.1");
    const send = (status: number, value: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof value === "string" ? value : JSON.stringify(value));
    };
    const created = (value: object): void => {
      const how = lost.shift();
      if (how === "cut") request.socket.destroy();
      else if (how === undefined) send(200, value);
      else send(how, how === 200 ? "<html>a page of a proxy" : { error: { message: "no response" } });
    };
    /** 100 batches from the place that the query names, with the place after them. */
    const page = <T>(of: (one: Stored) => T, from: number): { readonly items: readonly T[]; readonly next: number } => {
      const foreign = Array.from({ length: others }, (_, place) => ({ id: `other-${place}`, key: "", requests: [] }));
      const all = [...foreign, ...stored.values()];
      const next = from + 100 < all.length ? from + 100 : 0;
      return { items: all.slice(from, from + 100).map(of), next };
    };
    const failure = failures.shift();
    if (failure !== undefined) return send(failure, { error: { message: "not now" } });
    const route = `${request.method} ${pathname}`;
    const one = [...stored.values()].find(({ id }) => pathname.includes(id));

    if (api === "openai" || api === "azure" || api === "mistral") {
      const v1 = api === "azure" ? "/openai/v1" : "/v1";
      if (route === `POST ${v1}/files`) {
        const id = `file-${files.size + 1}`;
        files.set(id, body.split("\r\n\r\n").at(-1)!.split("\r\n--")[0]!);
        return send(200, { id, object: "file" });
      }
      const job: (one: Stored) => object = api === "mistral" ? mistralJob : openaiBatch;
      const root = api === "mistral" ? "/v1/batch/jobs" : `${v1}/batches`;
      if (route === `POST ${root}`) {
        const { input_file_id: one_, input_files: many, metadata, endpoint } = JSON.parse(body);
        if (endpoint !== `${api === "azure" ? "" : "/v1"}/chat/completions`)
          return send(400, { error: { message: `endpoint ${endpoint}` } });
        const lines = files
          .get(one_ ?? many[0])!
          .trim()
          .split("\n");
        const requests = lines.map((line) => JSON.parse(line)).map((line) => ({ id: line.custom_id, body: line.body }));
        return created(job(add(metadata.sameseed, requests)));
      }
      if (route === `GET ${root}`) {
        const after = Number(searchParams.get("after")?.replace("other-", "") ?? -1) + 1;
        const { items, next } = page(job, api === "mistral" ? Number(searchParams.get("page")) * 100 : after);
        return send(200, { object: "list", data: items, ...(api !== "mistral" && { has_more: next > 0 }) });
      }
      if (pathname.startsWith(`${v1}/files/`) && one)
        return send(200, results(outputOf(one, pathname.includes("/err-"))));
      if (pathname.startsWith(root) && one) return send(200, job(one));
    }
    if (api === "anthropic") {
      const batch = ({ id, requests }: Stored) => ({
        id,
        type: "message_batch",
        processing_status: isOver ? "ended" : "in_progress",
        request_counts: {
          processing: isOver ? 0 : requests.length,
          succeeded: isOver ? requests.length : 0,
          errored: 0,
          canceled: 0,
          expired: 0,
        },
        results_url: isOver ? "https://elsewhere.example/results" : null,
      });
      if (route === "POST /v1/messages/batches") {
        const { requests } = JSON.parse(body);
        return created(
          batch(
            add(
              "",
              requests.map((line: BatchedLine) => ({ id: line.custom_id, body: line.params })),
            ),
          ),
        );
      }
      if (pathname.endsWith("/results") && one) {
        const lines = one.requests.map(({ id, body: asked }) => {
          const said = reply(textOf(asked));
          const result =
            said === null
              ? { type: "expired" }
              : "status" in said
                ? {
                    type: "errored",
                    error: {
                      type: "error",
                      error: {
                        type: said.status === 400 ? "invalid_request_error" : "overloaded_error",
                        message: said.message,
                      },
                    },
                  }
                : {
                    type: "succeeded",
                    message: {
                      id: "msg",
                      type: "message",
                      role: "assistant",
                      model: "m-1",
                      content: [{ type: "text", text: said.text }],
                      stop_reason: "end_turn",
                      usage: { input_tokens: 3, output_tokens: 2 },
                    },
                  };
          return JSON.stringify({ custom_id: id, result });
        });
        return send(200, `${lines.join("\n")}\n`);
      }
      if (one) return send(200, batch(one));
    }
    if (api === "google") {
      const operation = ({ id, key, requests }: Stored) => ({
        name: `batches/${id}`,
        done: isOver,
        metadata: {
          state: isOver ? "BATCH_STATE_SUCCEEDED" : "BATCH_STATE_RUNNING",
          displayName: key,
          batchStats: { requestCount: String(requests.length), pendingRequestCount: "1" },
        },
        ...(isOver && {
          response: {
            inlinedResponses: {
              inlinedResponses: requests.flatMap<object>(({ id: name, body: asked }) => {
                const said = reply(textOf(asked));
                if (said === null) return [];
                const metadata = { key: name };
                if ("status" in said)
                  return [{ metadata, error: { code: said.status === 400 ? 3 : 14, message: said.message } }];
                const candidates = [{ content: { role: "model", parts: [{ text: said.text }] }, finishReason: "STOP" }];
                return [
                  {
                    metadata,
                    response: {
                      candidates,
                      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2 },
                      modelVersion: "m-1",
                    },
                  },
                ];
              }),
            },
          },
        }),
      });
      if (request.method === "POST" && pathname.endsWith(":batchGenerateContent")) {
        const { batch } = JSON.parse(body);
        const requests = batch.input_config.requests.requests.map((line: BatchedLine) => ({
          id: line.metadata.key,
          body: line.request,
        }));
        return created(operation(add(batch.display_name, requests)));
      }
      if (route === "GET /v1beta/batches") {
        const { items, next } = page(operation, Number(searchParams.get("pageToken")));
        return send(200, { operations: items, ...(next > 0 && { nextPageToken: String(next) }) });
      }
      if (one) return send(200, results(JSON.stringify(operation(one))));
    }
    send(404, { error: { message: `no ${route}` } });
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${api === "anthropic" || api === "google" ? "" : "/v1"}`,
    batches,
    keys,
    failures,
    finish: () => void (isOver = true),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function textOf({ messages, contents }: AskedBody): string {
  const { content, parts } = (messages ?? contents)!.at(-1)!;
  return typeof content === "string" ? content : (content ?? parts)!.map(({ text }) => text).join("");
}

function chatAnswer(text: string) {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    model: "m-1",
    system_fingerprint: "fp_1",
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  };
}
