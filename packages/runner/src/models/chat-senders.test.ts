import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { type Completion, ModelError, type ModelRequest } from "@sameseed/core";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openai, type OpenaiOptions } from "./openai.ts";

type Answer = (response: ServerResponse) => void;

/** The answer to the next request, and the last request. */
let answer: Answer;
let seen: { method: string; path: string; body: unknown; headers: IncomingMessage["headers"] };
let url: string;
const server = createServer(async (request, response) => {
  const text = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString("utf8");
  seen = { method: request.method!, path: request.url!, body: JSON.parse(text), headers: request.headers };
  answer(response);
});

beforeEach(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const request: ModelRequest = {
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Grüße, \u2028 „wie“ geht's? 🦔" },
  ],
  params: { temperature: 0.7, topP: 0.9, maxTokens: 20, stop: ["\n"], extra: { logit_bias: { 5: -1 } } },
  seed: 42,
  case: "c",
  repeat: 0,
};
const streamed: ModelRequest = { ...request, params: { ...request.params, stream: true } };

const completion = (changes: object = {}) => ({
  id: "chatcmpl-1",
  model: "m-2026-01-01",
  system_fingerprint: "fp_1",
  choices: [{ index: 0, message: { role: "assistant", content: "Gut 🦔", refusal: null }, finish_reason: "stop" }],
  usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
  ...changes,
});
const chunk = (delta: object, changes: object = {}) => ({
  id: "chatcmpl-1",
  model: "m-2026-01-01",
  system_fingerprint: "fp_1",
  choices: [{ index: 0, delta, finish_reason: null }],
  ...changes,
});
const CHUNKS = [
  chunk({ role: "assistant", content: "" }),
  chunk({ content: "Gut" }),
  chunk({ content: " 🦔" }),
  { ...chunk({}), choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
  chunk({}, { choices: [], usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 } }),
];
const events = (chunks: readonly object[], end = "data: [DONE]\n\n") =>
  chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("") + end;

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(typeof body === "string" ? body : JSON.stringify(body));
const eventStream =
  (text: string, pieceLength = 7): Answer =>
  async (response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "x-request-id": "req_1" });
    const bytes = Buffer.from(text);
    for (let start = 0; start < bytes.length; start += pieceLength) {
      response.write(bytes.subarray(start, start + pieceLength));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  };
const error = (message: string, changes: object = {}) => ({ error: { message, type: "t", code: null, ...changes } });

const SENDERS: Readonly<Record<string, (options?: OpenaiOptions) => OpenaiOptions>> = {
  "straight over HTTP": (options) => ({ baseUrl: url, apiKey: "sk-canary-1", ...options }),
  "through the openai SDK": () => ({ client: new OpenAI({ baseURL: url, apiKey: "sk-canary-1" }) }),
};

test("a finished stream that stays open is an answer, and its connection is closed", async () => {
  const closed = Promise.withResolvers<void>();
  answer = (response) => {
    response.on("close", closed.resolve);
    response.writeHead(200, { "content-type": "text/event-stream" }).write(events(CHUNKS));
  };
  const model = openai("m", { baseUrl: url });
  expect(await model.complete(streamed)).toMatchObject({ text: "Gut 🦔", usage: { completionTokens: 2 } });
  await closed.promise;
  answer = json(completion());
  expect((await model.complete(request)).text).toBe("Gut 🦔");
  await model.close?.();
});

test("only sameseed's client leaves no listener on a signal; an SDK may keep one", () => {
  const releases = Object.values(SENDERS).map((optionsOf) => openai("m", optionsOf()).releasesSignal);
  expect(releases).toEqual([true, false]);
});

describe.each(Object.entries(SENDERS))("%s", (way, optionsOf) => {
  async function ask(reply: Answer, what: ModelRequest = request, signal?: AbortSignal): Promise<Completion> {
    answer = reply;
    const model = openai("m", optionsOf());
    try {
      const { connectMs: _, ...rest } = await model.complete(what, signal); // only one of them has it
      return rest;
    } finally {
      await model.close?.();
    }
  }
  async function failure(reply: Answer, what: ModelRequest = request, signal?: AbortSignal): Promise<ModelError> {
    const thrown: unknown = await ask(reply, what, signal).then(
      () => null,
      (found: unknown) => found,
    );
    expect(thrown).toBeInstanceOf(ModelError);
    expect((thrown as Error).message).not.toContain("canary");
    expect((thrown as Error).cause).toBeUndefined();
    return thrown as ModelError;
  }

  test("sends parts, tools and formats unchanged", async () => {
    const tool = { type: "function", function: { name: "f", parameters: { type: "object" } } } as const;
    const messages: ModelRequest["messages"] = [
      { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA==" } }], name: "ann" },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "1", content: "fine" },
    ];
    const responseFormat = { type: "json_schema", json_schema: { name: "s", schema: { type: "object" } } } as const;
    const params: ModelRequest["params"] = {
      tools: [tool],
      toolChoice: "required",
      responseFormat,
      reasoningEffort: "low",
    };
    await ask(json(completion()), { ...request, messages, params });
    expect(seen.body).toEqual({
      model: "m",
      messages,
      seed: 42,
      tools: [tool],
      tool_choice: "required",
      response_format: responseFormat,
      reasoning_effort: "low",
    });
  });

  test("log probabilities come back as their mean, in one piece and streamed", async () => {
    const message = { role: "assistant", content: "Gut 🦔" };
    const logprobs = (...values: number[]) => ({ content: values.map((logprob) => ({ token: "x", logprob })) });
    const whole = { choices: [{ message, finish_reason: "stop", logprobs: logprobs(-0.5, -1.5) }] };
    const asking = { ...request, params: { logprobs: true } };
    expect(await ask(json(completion(whole)), asking)).toMatchObject({ meanLogprob: -1 });
    expect(seen.body).toMatchObject({ logprobs: true });
    const piece = (content: string, logprob: number) => ({
      ...chunk({}),
      choices: [{ index: 0, delta: { content }, finish_reason: null, logprobs: logprobs(logprob) }],
    });
    const pieces = [piece("Gut", -0.5), piece(" 🦔", -1.5), CHUNKS[3]!];
    expect(await ask(eventStream(events(pieces)), streamed)).toMatchObject({ text: "Gut 🦔", meanLogprob: -1 });
    expect((await ask(json(completion()))).meanLogprob).toBeUndefined();
  });

  test("tool calls and thoughts come back, in one piece and streamed", async () => {
    const message = {
      role: "assistant",
      content: null,
      reasoning_content: "Let me see.",
      tool_calls: [
        { id: "call_1", type: "function", function: { name: "f", arguments: '{"a":1}' } },
        { id: "call_2", type: "function", function: { name: "g", arguments: "" } },
      ],
    };
    const wanted = {
      text: null,
      finishReason: "tool_calls",
      reasoning: "Let me see.",
      toolCalls: [
        { id: "call_1", name: "f", arguments: '{"a":1}' },
        { id: "call_2", name: "g", arguments: "" },
      ],
    };
    expect(await ask(json(completion({ choices: [{ message, finish_reason: "tool_calls" }] })))).toMatchObject(wanted);
    const call = (index: number, piece: object, id?: string) =>
      chunk({ tool_calls: [{ index, ...(id && { id, type: "function" }), function: piece }] });
    const pieces = [
      chunk({ role: "assistant", content: null, reasoning_content: "Let me " }),
      chunk({ reasoning_content: "see." }),
      call(0, { name: "f", arguments: "" }, "call_1"),
      call(0, { arguments: '{"a"' }),
      call(1, { name: "g", arguments: "" }, "call_2"),
      call(0, { arguments: ":1}" }),
      { ...chunk({}), choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] },
    ];
    const streamedAnswer = await ask(eventStream(events(pieces)), streamed);
    expect(streamedAnswer).toMatchObject({ ...wanted, ttftMs: expect.any(Number) });
  });

  test("finds reasoning in any field for it, and in parts of the content", async () => {
    const thoughts = (message: object) => ask(json(completion({ choices: [{ message, finish_reason: "stop" }] })));
    const parts = [
      { type: "thinking", thinking: [{ type: "text", text: "Let me see." }] },
      { type: "text", text: "Paris" },
    ];
    const wanted = { text: "Paris", reasoning: "Let me see." };
    expect(await thoughts({ content: parts })).toMatchObject(wanted);
    expect(await thoughts({ content: [{ type: "reasoning", text: "Let me see." }, parts[1]] })).toMatchObject(wanted);
    expect(await thoughts({ content: "Paris", reasoning_content: "", reasoning: "Let me see." })).toMatchObject(wanted);
    expect(await thoughts({ content: "", reasoning_content: "Let me see." })).toMatchObject({ ...wanted, text: "" });
    const pieces = [chunk({ content: parts.slice(0, 1) }), chunk({ content: "Paris" }), CHUNKS[3]!];
    expect(await ask(eventStream(events(pieces)), streamed)).toMatchObject(wanted);
  });

  test("the body contains only the request's fields", async () => {
    await ask(json(completion()));
    expect(seen).toMatchObject({ method: "POST", path: "/v1/chat/completions" });
    expect(seen.headers).toMatchObject({ authorization: "Bearer sk-canary-1", "content-type": "application/json" });
    expect(seen.body).toEqual({
      model: "m",
      messages: request.messages,
      temperature: 0.7,
      top_p: 0.9,
      max_tokens: 20,
      stop: ["\n"],
      logit_bias: { 5: -1 },
      seed: 42,
    });
    await ask(json(completion()), { ...request, params: {}, seed: null });
    expect(seen.body).toEqual({ model: "m", messages: request.messages });
    await ask(eventStream(events(CHUNKS)), { ...streamed, params: { stream: true } });
    expect(seen.body).toEqual({
      model: "m",
      messages: request.messages,
      seed: 42,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test("the completion has the fields that the service sent, and null for others", async () => {
    const headers = {
      "x-request-id": "req_1",
      "x-ms-region": "Sweden Central",
      "x-ratelimit-limit-requests": "500",
      "x-ratelimit-remaining-requests": "499",
      "x-ratelimit-reset-requests": "120ms",
      "x-ratelimit-remaining-tokens": "9000",
      "x-ratelimit-reset-tokens": "1m2.5s",
    };
    expect(await ask(json(completion(), 200, headers))).toEqual({
      text: "Gut 🦔",
      finishReason: "stop",
      refusal: null,
      systemFingerprint: "fp_1",
      modelVersion: "m-2026-01-01",
      usage: { promptTokens: 9, completionTokens: 2 },
      costUsd: null,
      ttftMs: null,
      requestId: "req_1",
      region: "Sweden Central",
      rateLimit: {
        requests: { limit: 500, remaining: 499, resetMs: 120 },
        tokens: { remaining: 9000, resetMs: 62_500 },
      },
    });
    expect(await ask(json({ choices: [{ message: {} }] }))).toEqual({
      text: null,
      finishReason: null,
      refusal: null,
      systemFingerprint: null,
      modelVersion: null,
      usage: null,
      costUsd: null,
      ttftMs: null,
    });
    const refused = { choices: [{ message: { content: null, refusal: "No." }, finish_reason: "stop" }] };
    expect(await ask(json(completion(refused)))).toMatchObject({ text: null, refusal: "No." });
  });

  test.each(["x-request-id", "request-id", "apim-request-id"])(
    "%s is the service's name for the request",
    async (name) => {
      expect((await ask(json(completion(), 200, { [name]: "req_7" }))).requestId).toBe("req_7");
    },
  );

  test("a streamed answer is the same text for any cuts, with the time to its first token", async () => {
    const whole = await ask(json(completion(), 200, { "x-request-id": "req_1" }));
    for (const pieceLength of [1, 3, 10_000]) {
      const { ttftMs, ...rest } = await ask(eventStream(events(CHUNKS), pieceLength), streamed);
      expect({ ...rest, ttftMs: null }).toEqual(whole);
      expect(ttftMs).toBeGreaterThan(0);
    }
  });

  test("a stream that ends before the answer gives no answer", async () => {
    expect(await failure(eventStream(events(CHUNKS.slice(0, 2), "")), streamed)).toMatchObject({
      kind: "invalid_response",
    });
    const torn: Answer = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(events(CHUNKS.slice(0, 2), ""), () => response.destroy());
    };
    expect(await failure(torn, streamed)).toMatchObject({ kind: "connection" });
  });

  test.each([
    [400, "bad_request"],
    [401, "authentication"],
    [403, "authentication"],
    [404, "not_found"],
    [408, "timeout"],
    [409, "server"],
    [422, "bad_request"],
    [429, "rate_limited"],
    [500, "server"],
    [503, "server"],
  ] as const)("status %i is kind %s, with the service's message", async (status, kind) => {
    for (const what of [request, streamed]) {
      const found = await failure(json(error("it says sk-canary-1"), status), what);
      expect(found).toMatchObject({ kind, status, message: `${status} it says [key]` });
    }
    expect((await failure(json("plain text", status, { "content-type": "text/plain" }))).message).toBe(
      `${status} plain text`,
    );
    expect((await failure(json("", status))).kind).toBe(kind);
  });

  test("distinguishes an exhausted quota from a rate limit", async () => {
    expect(await failure(json(error("Pay.", { code: "insufficient_quota" }), 429))).toMatchObject({
      kind: "insufficient_quota",
    });
    expect(await failure(json(error("Pay."), 402))).toMatchObject({ kind: "insufficient_quota" });
  });

  test.each<[Record<string, string>, number]>([
    [{ "retry-after": "2" }, 2000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after-ms": "30", "retry-after": "2" }, 30],
    [{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m2.5s" }, 62_500],
    [
      {
        "x-ratelimit-remaining-tokens": "5",
        "x-ratelimit-reset-tokens": "9s",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "6ms",
      },
      6,
    ],
  ])("%j requests a wait of %i ms", async (headers, retryAfterMs) => {
    expect(await failure(json(error("slow"), 429, headers))).toMatchObject({ retryAfterMs });
  });

  test("reports the words of a page that came instead of an answer", async () => {
    const page =
      "<!DOCTYPE html>\r\n<html><head><title>502 Bad Gateway</title><style>p {}</style></head><hr>nginx</html>";
    const found = await failure(json(page, 502, { "content-type": "text/html" }));
    expect(found).toMatchObject({ kind: "server", message: "502 502 Bad Gateway nginx" });
  });

  test.each<[string, object]>([
    ["texts", { content: ["Gut", " 🦔"] }],
    ["parts", { content: [{ type: "thinking", thinking: [] }, { type: "text", text: "Gut" }, null, { text: " 🦔" }] }],
    ["a refusal of another type", { content: "Gut 🦔", refusal: false }],
    ["calls that are not a list", { content: "Gut 🦔", tool_calls: {} }],
  ])("reads the text of an answer of %s", async (_, message) => {
    const { text, refusal, toolCalls } = await ask(json(completion({ choices: [{ message, finish_reason: "stop" }] })));
    expect({ text, refusal, toolCalls }).toEqual({ text: "Gut 🦔", refusal: null, toolCalls: undefined });
    const chunks = [chunk({}, { choices: [{ delta: message, finish_reason: "stop" }] })];
    if (!("tool_calls" in message)) expect((await ask(eventStream(events(chunks)), streamed)).text).toBe("Gut 🦔");
  });

  test("ignores fields in a service's own form without breaking a row", async () => {
    const odd = { model: 7, system_fingerprint: {} };
    for (const usage of [
      {},
      { prompt_tokens: 5 },
      { prompt_tokens: "5", completion_tokens: "2" },
      { prompt_tokens: -1, completion_tokens: 2 },
    ]) {
      const logprobs = { content: [null, { logprob: "x" }] };
      const message = { content: "Gut", tool_calls: [null, { id: 5, function: { name: 3, arguments: { a: 1 } } }] };
      const choices = [{ message, finish_reason: 1, logprobs }];
      expect(await ask(json(completion({ ...odd, usage, choices })))).toMatchObject({
        text: "Gut",
        finishReason: null,
        modelVersion: null,
        systemFingerprint: null,
        usage: null,
        meanLogprob: undefined,
        toolCalls: [{ id: null, name: "", arguments: '{"a":1}' }],
      });
    }
    for (const content of [42, { a: 1 }, true])
      expect(await failure(json(completion({ choices: [{ message: { content } }] })))).toMatchObject({
        kind: "invalid_response",
      });
    for (const body of [{ choices: [null] }, { choices: [{ message: "hi" }] }, { error: "no" }])
      expect(await failure(json(body)), JSON.stringify(body)).toMatchObject({ kind: "invalid_response" });
  });

  test("reports an error inside a stream, with the kind of its code", async () => {
    const broken = (error: object) =>
      eventStream(`${events(CHUNKS.slice(0, 2), "")}data: ${JSON.stringify({ error })}\n\n`);
    expect((await failure(broken({ message: "overloaded" }), streamed)).message).toContain("overloaded");
    if (way !== "straight over HTTP") return; // the SDK throws such errors without their code
    expect(await failure(broken({ message: "slow", code: 429 }), streamed)).toMatchObject({ kind: "rate_limited" });
    expect(await failure(broken({ message: "no" }), streamed)).toMatchObject({ kind: "server" });
    const named = eventStream('event: error\ndata: {"message": "overloaded"}\n\n');
    expect(await failure(named, streamed)).toMatchObject({
      kind: "server",
      message: expect.stringContaining("overloaded"),
    });
    expect((await ask(eventStream(`data: null\n\n${events(CHUNKS)}`), streamed)).text).toBe("Gut 🦔");
  });

  test("an error with status 200 has the kind of its code, and an interrupted answer is no answer", async () => {
    expect(await failure(json({ error: { message: "busy", code: 429 } }, 200, { "retry-after": "2" }))).toMatchObject({
      kind: "rate_limited",
      message: "429 busy",
      retryAfterMs: 2000,
    });
    expect(await failure(json({ error: { message: "no such model", code: 404 } }))).toMatchObject({
      kind: "not_found",
    });
    for (const word of ["error", "abort"]) {
      const choices = [{ message: { content: "Gu" }, finish_reason: word }];
      expect(await failure(json(completion({ choices })))).toMatchObject({ kind: "server" });
    }
  });

  test("a body that is not JSON or has no choice is an invalid response", async () => {
    for (const body of ['{"choices": [{"mess', "<html>", "{}", "null", "[]", '{"choices": []}']) {
      expect(await failure(json(body)), body).toMatchObject({ kind: "invalid_response" });
    }
    expect(await failure(json("hello", 200, { "content-type": "text/plain" }))).toMatchObject({
      kind: "invalid_response",
    });
  });

  test("a torn connection is kind connection, before the answer, inside it and where its length was promised", async () => {
    expect(await failure((response) => response.destroy())).toMatchObject({ kind: "connection" });
    const inside: Answer = (response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"choices":', () => response.destroy());
    };
    expect(await failure(inside)).toMatchObject({ kind: "connection" });
  });

  test("a hung socket ends with the signal, and with its reason", async () => {
    const deadline = new AbortController();
    const hangs: Answer = () => deadline.abort(new ModelError("timeout", "No answer within 1 s."));
    expect(await failure(hangs, request, deadline.signal)).toMatchObject({
      kind: "timeout",
      message: "No answer within 1 s.",
    });
    const inBody = new AbortController();
    const stalls: Answer = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"choices":', () => setImmediate(() => inBody.abort()));
    };
    expect(await failure(stalls, request, inBody.signal)).toMatchObject({ kind: "aborted" });
    expect(await failure(hangs, request, AbortSignal.abort())).toMatchObject({ kind: "aborted" });
  });

  test("without a listening server the model is unreachable", async () => {
    await new Promise((resolve) => server.close(resolve));
    expect(await failure(json(completion()))).toMatchObject({ kind: "unreachable" });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
});

describe("custom endpoints directly over HTTP", () => {
  const ask = async (options: OpenaiOptions, reply: Answer = json(completion())) => {
    answer = reply;
    return openai("m", options).complete(request);
  };

  test("a base URL keeps its query, and its user and password become the Authorization header", async () => {
    await ask({ baseUrl: url.replace("//", "//user:p%40ss-canary@") + "/?api-key=sk-canary-2", apiKey: "sk-canary-1" });
    expect(seen.path).toBe("/v1/chat/completions?api-key=sk-canary-2");
    expect(seen.headers.authorization).toBe(`Basic ${Buffer.from("user:p@ss-canary").toString("base64")}`);
  });

  test("sends headers, and no error contains a secret of them", async () => {
    const options = {
      baseUrl: url.replace("//", "//user:p%40ss-canary@") + "?key=q-canary-q",
      headers: { "X-Api-Key": "h-canary-h" },
    };
    const echo = json(error("seen: h-canary-h, q-canary-q, p@ss-canary, p%40ss-canary, Bearer sk-canary"), 400);
    await expect(ask(options, echo)).rejects.toThrowError("400 seen: [key], [key], [key], [key], Bearer [key]");
    expect(seen.headers["x-api-key"]).toBe("h-canary-h");
  });

  test("reads a service that answers a streaming request without a stream", async () => {
    answer = json(completion());
    expect(await openai("m", { baseUrl: url }).complete(streamed)).toMatchObject({ text: "Gut 🦔", ttftMs: null });
  });

  test("models of one endpoint and key share a quota, others do not", () => {
    const quota = (name: string, options: OpenaiOptions) => openai(name, options).quota;
    expect(quota("a", { baseUrl: url, apiKey: "1" })).toBe(quota("b", { baseUrl: url, apiKey: "1" }));
    expect(quota("a", { baseUrl: url, apiKey: "1" })).not.toBe(quota("a", { baseUrl: url, apiKey: "2" }));
    expect(quota("a", { baseUrl: url, apiKey: "key" })).not.toContain("key");
  });

  test("an invalid base URL is the user's mistake", async () => {
    for (const baseUrl of ["localhost:8080/v1", "ftp://x/v1", "v1"]) {
      await expect(openai("m", { baseUrl }).prepare?.()).rejects.toThrowError(
        expect.objectContaining({ code: "BAD_ARGUMENT" }),
      );
    }
  });
});

test("does not follow a redirection and names its target", async () => {
  answer = (response) => void response.writeHead(308, { location: "https://moved.invalid/v1/chat/completions" }).end();
  await expect(openai("m", { baseUrl: url }).complete(request)).rejects.toMatchObject({
    kind: "not_found",
    message: "308 The service has moved to https://moved.invalid/v1/chat/completions",
  });
});

test("a server that does not speak HTTP is kind connection", async () => {
  const echo = createSocketServer((socket) => void socket.end("220 mail.invalid ESMTP\r\n")).listen(0, "127.0.0.1");
  await once(echo, "listening");
  const baseUrl = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
  await expect(openai("m", { baseUrl }).complete(request)).rejects.toMatchObject({ kind: "connection" });
  echo.close();
});

test("reports https to an http server", async () => {
  await expect(openai("m", { baseUrl: url.replace("http:", "https:") }).complete(request)).rejects.toMatchObject({
    kind: "unreachable",
    message:
      "the server does not use TLS, so its address may start with http:// instead of https:// (ERR_SSL_WRONG_VERSION_NUMBER)",
  });
});
