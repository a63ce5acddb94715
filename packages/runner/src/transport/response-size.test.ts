import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { ModelError, type ModelParams } from "@sameseed/core";
import { expect, test } from "vitest";
import { openai } from "../models/openai.ts";
import { MOST_BYTES, MOST_ERROR_BYTES } from "./response-size.ts";

/** The outcome of one chat request at a service, and the bytes that the service sent. */
async function met(answer: RequestListener, params: ModelParams = {}): Promise<unknown> {
  const server = createServer((request, response) => void request.resume().on("end", () => answer(request, response)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const model = openai("m", { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
  try {
    return await model
      .complete({ messages: [], params, seed: null, case: "a", repeat: 0 })
      .catch((error: unknown) => error);
  } finally {
    await model.close?.();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const large = expect.objectContaining({ kind: "invalid_response", isLasting: true }) as ModelError;

/** Sends endlessly while the client reads. */
const flood =
  (status: number, type: string, piece: string): RequestListener =>
  (_, response) => {
    response.writeHead(status, { "content-type": type }).on("error", () => {});
    const more = (): void => {
      if (!response.destroyed) response.write(piece, () => setImmediate(more));
    };
    more();
  };

test.each<[string, RequestListener, ModelParams?]>([
  ["a body without end", flood(200, "application/json", "x".repeat(1 << 16))],
  ["an error without end", flood(500, "application/json", "x".repeat(1 << 16))],
  [
    "an event stream without end",
    flood(200, "text/event-stream", `data: {"choices":[{"delta":{"content":"${"y".repeat(1 << 16)}"}}]}\n\n`),
    { stream: true },
  ],
  ["an event without end", flood(200, "text/event-stream", "z".repeat(1 << 16)), { stream: true }],
  [
    "a small body that is 100 MB without its coding",
    (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(100 << 20))),
  ],
  [
    "a small stream that is 100 MB without its coding",
    (_, response) =>
      response
        .writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" })
        .end(gzipSync(Buffer.alloc(100 << 20))),
    { stream: true },
  ],
  [
    "an error that is 2 MB without its coding",
    (_, response) => response.writeHead(503, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(2 << 20))),
  ],
])("gives up %s and does not request it again", async (_, answer, params) => {
  expect(await met(answer, params)).toEqual(large);
});

test("an answer just below the limit is read", async () => {
  const text = "a".repeat(MOST_BYTES - 200);
  const answer = await met((_, response) =>
    response.end(JSON.stringify({ choices: [{ message: { content: text }, finish_reason: "stop" }] })),
  );
  expect((answer as { text: string }).text).toHaveLength(text.length);
});

test("an error page just below its limit keeps its status, and its tags cost no time", async () => {
  const page = `<html>${"<script".repeat((MOST_ERROR_BYTES - 100) / 7)}`;
  const start = performance.now();
  expect(await met((_, response) => response.writeHead(502).end(page))).toMatchObject({ kind: "server", status: 502 });
  expect(performance.now() - start).toBeLessThan(10_000);
});
