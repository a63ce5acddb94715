import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { Completion } from "@sameseed/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serviceFromId } from "./service-from-id.ts";
import { chatStandIn } from "./testing/chat-stand-in.ts";
import { generateContentStandIn } from "./testing/generate-content-stand-in.ts";
import { messagesStandIn } from "./testing/messages-stand-in.ts";
import { ollamaStandIn } from "./testing/ollama-stand-in.ts";
import { responsesStandIn } from "./testing/responses-stand-in.ts";

const server = createServer((request, response) => void request.resume().on("end", () => answer(response)));
let answer: (response: ServerResponse) => void;
let url: string;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

interface Sent {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One model of each wire format. */
describe.each([
  ["openai:m", chatStandIn()],
  ["openai:responses:m", responsesStandIn()],
  ["anthropic:claude-haiku-4-5", messagesStandIn()],
  ["google:m", generateContentStandIn()],
  ["ollama:m", ollamaStandIn()],
] as const)("%s", (id, standIn) => {
  const { streamType } = standIn;
  const whole = JSON.stringify(standIn.whole({ text: "Gut 🦔" }));
  const pieces = standIn.stream({ text: "Gut 🦔, danke" });
  const stream = pieces.join("");

  async function ask(
    body: string | Buffer,
    { status = 200, type = "application/json", headers }: Sent,
    isStream = true,
  ) {
    answer = (response) => void response.writeHead(status, { "content-type": type, ...headers }).end(body);
    const model = serviceFromId(id, { baseUrl: url, apiKey: "k" })!;
    const params = isStream ? { stream: true } : {};
    try {
      return await model.complete({
        messages: [{ role: "user", content: "q" }],
        params,
        seed: 1,
        case: "a",
        repeat: 0,
      });
    } finally {
      await model.close?.();
    }
  }
  const failure = (...given: Parameters<typeof ask>): Promise<unknown> =>
    ask(...given).then(
      ({ text }: Completion) => `it answered ${text}`,
      (error: unknown) => error,
    );

  test.each<[string, string | Buffer, Sent]>([
    ["with carriage returns", stream.replaceAll("\n", "\r\n"), { type: streamType }],
    ["after a byte order mark", `\uFEFF${stream}`, { type: streamType }],
    ["in gzip", gzipSync(stream), { type: streamType, headers: { "content-encoding": "gzip" } }],
    ["without its last line break", stream.trimEnd(), { type: streamType }],
    ["under a type in capitals", stream, { type: streamType.toUpperCase() }],
    ["under another type", stream, { type: "text/plain" }],
    ["after events of other kinds", `${other(streamType)}${stream}`, { type: streamType }],
    [
      "with [DONE] after it",
      `${stream}${streamType.includes("event") ? "data: [DONE]\n\n" : ""}`,
      { type: streamType },
    ],
  ])("reads a stream %s", async (_, body, sent) => {
    expect(await ask(body, sent)).toMatchObject({
      text: "Gut 🦔, danke",
      usage: { promptTokens: 20, completionTokens: 7 },
    });
  });

  test("reads a complete answer where a stream was requested, with any content type", async () => {
    for (const type of ["application/json", streamType]) {
      expect(await ask(whole, { type })).toMatchObject({ text: "Gut 🦔", ttftMs: null });
      expect(await ask(JSON.stringify(JSON.parse(whole), null, 2), { type })).toMatchObject({ text: "Gut 🦔" });
    }
  });

  test("reads a stream that was not requested", async () => {
    expect(await ask(stream, { type: streamType }, false)).toMatchObject({ text: "Gut 🦔, danke", ttftMs: null });
  });

  test.each<[string, string]>([
    ["empty", ""],
    ["a page", "<html><body>log in first</body></html>"],
    ["cut off", whole.slice(0, -9)],
    ["a stream that is cut off", stream.slice(0, stream.lastIndexOf("}"))],
    ["a stream that is cut early", pieces[0]!],
  ])("a body that is %s is an invalid response", async (_, body) => {
    for (const type of ["application/json", streamType])
      for (const isStream of [true, false])
        expect(await failure(body, { type }, isStream)).toMatchObject({ kind: "invalid_response" });
  });

  test.each<[string, unknown, string]>([
    [
      "OpenAI's form",
      { error: { message: "no", type: "insufficient_quota", code: "insufficient_quota" } },
      "insufficient_quota",
    ],
    ["OpenRouter's form", { error: { message: "no", code: 401 } }, "authentication"],
    ["Anthropic's form", { type: "error", error: { type: "rate_limit_error", message: "no" } }, "rate_limited"],
    ["Google's form", [{ error: { code: 404, message: "no", status: "NOT_FOUND" } }], "not_found"],
    ["its own words", { error: "no" }, "invalid_response"],
    ["a message alone", { message: "no" }, "invalid_response"],
  ])("an error in %s with status 200 has the kind that it names", async (_, body, kind) => {
    for (const isStream of [true, false])
      expect(await failure(JSON.stringify(body), {}, isStream)).toMatchObject({
        kind,
        message: expect.stringMatching(/\bno$/),
      });
  });

  test("an error after the first pieces of a stream is a failed attempt", async () => {
    const error = await failure(`${pieces[0]}${standIn.brokenStream}`, { type: streamType });
    expect(error).toMatchObject({ kind: "server", message: expect.stringContaining("went wrong") });
  });

  test("waits for an overloaded service as long as it asks", async () => {
    const date = new Date(1000 * Math.ceil(Date.now() / 1000) + 7000).toUTCString();
    const error = await failure("busy", { status: 529, type: "text/plain", headers: { "retry-after": date } });
    expect(error).toMatchObject({ kind: "server", status: 529, message: "529 busy" });
    expect((error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(2000);
  });
});

/** Unknown events, and keep-alives. */
function other(streamType: string): string {
  return streamType.includes("event")
    ? ': ping\n\ndata:\n\ndata: null\n\nevent: new.thing\ndata: {"type":"new.thing","x":1}\n\n'
    : '\nnull\n{"new":1}\n';
}
