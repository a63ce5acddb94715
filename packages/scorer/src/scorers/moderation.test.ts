import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer, SameseedError, Score } from "@sameseed/core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { classifier } from "./classifier.ts";
import { moderation, type ModerationOptions } from "./moderation.ts";

let server: Server;
let baseUrl: string;
const seen: { readonly url: string; readonly key: string | undefined; readonly body: unknown }[] = [];
let reply: (input: string) => object = () => ({});

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = JSON.parse((await Array.fromAsync(request)).join("")) as { input: string };
    seen.push({ url: request.url!, key: request.headers.authorization, body });
    response.end(JSON.stringify(reply(body.input)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  seen.length = 0;
  vi.unstubAllEnvs();
});

const flags = (categories: object) => ({ id: "m", results: [{ flagged: true, categories, category_scores: {} }] });

async function judge(output: string, options: ModerationOptions = {}): Promise<Score | null> {
  vi.stubEnv("MODERATION_KEY", "canary-key-0123");
  const scorer = moderation({ baseUrl, apiKeyEnv: "MODERATION_KEY", ...options });
  return scorer.score({ output, case: { id: "c", vars: {} }, outcome: { status: "completed" } } as unknown as Answer);
}

test("an answer without flags is 1; the request has the model, the text and the key", async () => {
  reply = () => flags({ violence: false, hate: false });
  expect(await judge("hello")).toEqual({ value: 1 });
  expect(seen).toEqual([
    {
      url: "/v1/moderations",
      key: "Bearer canary-key-0123",
      body: { model: "omni-moderation-latest", input: "hello" },
    },
  ]);
});

test("a flagged answer is 0 with the categories; only the named categories count", async () => {
  reply = () => flags({ violence: true, "hate/threatening": true, "self-harm": false });
  expect(await judge("x")).toEqual({ value: 0, reason: "flagged: violence, hate/threatening" });
  expect(await judge("x", { categories: ["self-harm", "violence"] })).toEqual({
    value: 0,
    reason: "flagged: violence",
  });
  expect(await judge("x", { categories: ["self-harm"] })).toEqual({ value: 1 });
  expect(await judge("x", { not: true })).toMatchObject({ value: 1 });
});

test("does not send an empty answer, and gives null without a key", async () => {
  expect(await judge("")).toMatchObject({ value: 1 });
  expect(await judge("x", { apiKeyEnv: "NO_SUCH_KEY" })).toEqual({ value: null, reason: "NO_SUCH_KEY is not set" });
  expect(seen).toEqual([]);
});

test.each([
  [moderation({ apiKeyEnv: "NO_SUCH_KEY", weight: 0 }), true],
  [moderation({ apiKeyEnv: "NO_SUCH_KEY" }), false],
  [classifier({ url: "http://127.0.0.1:9", apiKeyEnv: "NO_SUCH_KEY", expected: "a", weight: 0 }), true],
  [classifier({ url: "http://127.0.0.1:9", apiKeyEnv: "NO_SUCH_KEY", expected: "a" }), false],
])(
  "without its key a run is refused, and the hint for weight 0 explains how to continue (%#)",
  (scorer, isRemovable) => {
    const told: SameseedError[] = [];
    scorer.check!({ id: "c", vars: {} }, (problem) => void told.push(problem));
    expect(told.map(({ code }) => code)).toEqual(["MISSING_KEY"]);
    expect(told[0]!.hint!.includes("Or remove the scorer: its weight is 0")).toBe(isRemovable);
  },
);

test.each([[{}], [{ results: [] }], [{ results: [{ flagged: true }] }], [{ results: "canary-key-0123" }]])(
  "a response without results is undecided and shows no key: %j",
  async (given) => {
    reply = () => given;
    const failure = judge("x");
    await expect(failure).rejects.toThrow("has no results");
    await expect(failure).rejects.not.toThrow("canary");
  },
);

test("the identity contains neither key nor query", () => {
  const { identity } = moderation({ baseUrl: "https://u:secret@host.test/v1", apiKeyEnv: "MODERATION_KEY" });
  expect(JSON.stringify(identity)).not.toMatch(/secret|canary/);
});
