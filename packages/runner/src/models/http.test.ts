import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ModelRequest, TestCase } from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { http, type HttpOptions } from "./http.ts";

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

let seen: Seen;
let reply: { readonly status?: number; readonly body: string; readonly headers?: Record<string, string> };
let url: string;
const server = createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString("utf8");
  seen = { method: request.method!, path: request.url!, headers: request.headers, body };
  response.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers }).end(reply.body);
});

beforeEach(async () => {
  reply = { body: '{"answer": {"parts": ["Paris"]}, "tokens": 3}' };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const request: ModelRequest = {
  messages: [{ role: "user", content: 'Say "hi"\n{{seed}}' }],
  params: {},
  seed: 42,
  case: "c",
  repeat: 0,
};
const CASES: readonly TestCase[] = [{ id: "c", vars: { lang: "de & at", user: { id: 7 }, list: [1, 2] } }];

async function* cases(list: readonly TestCase[] = CASES): AsyncGenerator<TestCase> {
  yield* list;
}

async function asked(options: Partial<HttpOptions>, changes: Partial<ModelRequest> = {}) {
  const model = http({ url, ...options });
  await model.prepare?.();
  await model.notes?.(cases());
  try {
    return await model.complete({ ...request, ...changes });
  } finally {
    await model.close?.();
  }
}

describe("a request is filled:", () => {
  test("a text of one variable is its value, one inside text is text, and its contents are no template", async () => {
    await asked({
      body: {
        q: "{{prompt}}",
        seed: "{{ seed }}",
        id: "{{user.id}}",
        of: ["{{list}}", "{{lang}} {{list}}"],
        n: 1,
        x: null,
      },
    });
    expect(JSON.parse(seen.body)).toEqual({
      q: 'Say "hi"\n{{seed}}',
      seed: 42,
      id: 7,
      of: [[1, 2], "de & at [1,2]"],
      n: 1,
      x: null,
    });
    expect(seen).toMatchObject({ method: "POST", headers: { "content-type": "application/json" } });
  });

  test("several messages are a list, and no seed is null", async () => {
    const messages = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hi" },
    ] as const;
    await asked({ body: { a: "{{prompt}}", b: "{{messages}}", c: "{{seed}}" } }, { messages, seed: null });
    expect(JSON.parse(seen.body)).toEqual({ a: messages, b: messages, c: null });
  });

  test("variables of an address are encoded, and without a body it is a GET", async () => {
    await asked({ url: `${url}/v1/{{user.id}}?q={{prompt}}&lang={{ lang }}` });
    expect(seen).toMatchObject({
      method: "GET",
      path: `/v1/7?q=${encodeURIComponent('Say "hi"\n{{seed}}')}&lang=de%20%26%20at`,
      body: "",
    });
    expect(seen.headers["content-type"]).toBeUndefined();
  });

  test("sends a text unchanged, with the given type", async () => {
    await asked({ body: "lang={{lang}}", method: "PUT" });
    expect(seen).toMatchObject({ method: "PUT", body: "lang=de & at", headers: { "content-type": "text/plain" } });
    await asked({
      body: "a=1",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-User": "{{user.id}}" },
    });
    expect(seen.headers).toMatchObject({ "content-type": "application/x-www-form-urlencoded", "x-user": "7" });
  });

  test("a turn of a chain fills it with its own variables, which hold stored answers", async () => {
    const model = http({ url, body: { text: "{{lang}} after {{first}}" } });
    const chain = (first: object): readonly TestCase[] => [
      { id: "b", chain: "x", storeAs: "first", vars: { lang: "fr", ...first } },
      { id: "c", chain: "x", vars: { lang: "de, not {{first}}" } },
    ];
    await expect(model.notes!(cases(chain({})))).rejects.toThrow('case "b": the variable "first" is missing');
    await model.notes!(cases(chain({ first: "nothing" })));
    await model.complete({ ...request, case: "b", vars: { lang: "fr", first: "nothing" } });
    expect(seen.body).toBe('{"text":"fr after nothing"}');
    await model.complete({ ...request, vars: { lang: "de, not 4", first: "4" } });
    expect(seen.body).toBe('{"text":"de, not 4 after 4"}');
    await model.close?.();
  });

  test("fills environment variables in address, headers and body", async () => {
    vi.stubEnv("BOT_HOST", url);
    vi.stubEnv("BOT_TOKEN", "token-canary");
    await asked({
      url: "{{env.BOT_HOST}}/chat",
      headers: { Authorization: "Bearer {{env.BOT_TOKEN}}", "X-Key": { env: "BOT_TOKEN" } },
      body: { key: "{{env.BOT_TOKEN}}" },
    });
    expect(seen).toMatchObject({ path: "/chat", body: '{"key":"token-canary"}' });
    expect(seen.headers).toMatchObject({ authorization: "Bearer token-canary", "x-key": "token-canary" });
  });
});

test.each([
  [{ model: "gpt-9", text: "{{prompt}}" }, "not_found"],
  [{ model: "other", text: "{{prompt}}" }, "bad_request"],
  [{ text: "{{prompt}}" }, "bad_request"],
])("a refusal that names the model of the body %j is %s", async (body, kind) => {
  reply = { status: 400, body: '{"error": {"message": "Invalid model: gpt-9"}}' };
  await expect(asked({ body })).rejects.toMatchObject({ kind, status: 400 });
});

describe("the answer is read", () => {
  test.each<[HttpOptions["output"], string | null, object]>([
    ["answer.parts[0]", "Paris", {}],
    ["answer", '{"parts":["Paris"]}', { structured: true }],
    ["tokens", "3", {}],
    [undefined, '{"answer":{"parts":["Paris"]},"tokens":3}', { structured: true }],
    ["javascript: json.answer.parts.join() + text.length", "Paris45", {}],
    ["javascript: (json) => json.answer.parts[0]", "Paris", {}],
    ["javascript: const [first] = json.answer.parts; return first;", "Paris", {}],
    [(_, text) => text.slice(0, 3), '{"a', {}],
    [async (json) => (json as { tokens: number }).tokens, "3", {}],
    [
      () => ({ output: "x", tokenUsage: { prompt: 1, completion: 2 } }),
      "x",
      { usage: { promptTokens: 1, completionTokens: 2 } },
    ],
    [() => null, null, {}],
  ])("by %s", async (output, text, more) => {
    expect(await asked({ output })).toMatchObject({ text, ...more });
  });

  test("as text where the body is not JSON", async () => {
    reply = { body: "Paris\n", headers: { "content-type": "text/plain" } };
    expect(await asked({})).toMatchObject({ text: "Paris\n", usage: null });
  });

  test.each<[HttpOptions["output"], string, string]>([
    ["answer.text", "invalid_response", "the answer has no answer.text: {"],
    ["javascript: json.none.text", "invalid_response", "output throws Cannot read properties of undefined"],
    [() => ({ error: "no luck" }), "other", "no luck"],
    [() => undefined, "invalid_response", "output gives nothing"],
  ])("and without an answer by %s, it is a failed trial", async (output, kind, message) => {
    await expect(asked({ output })).rejects.toMatchObject({ kind, message: expect.stringContaining(message) });
  });
});

test.each<[number, string, object]>([
  [429, "rate_limited", { retryAfterMs: 2000 }],
  [500, "server", {}],
  [401, "authentication", {}],
  [418, "bad_request", {}],
])("status %i is kind %s, and no secret is in its message", async (status, kind, more) => {
  vi.stubEnv("BOT_TOKEN", "token-canary");
  reply = {
    status,
    headers: { "retry-after": "2" },
    body: '{"error": {"message": "seen token-canary, body-canary, q-canary"}}',
  };
  await expect(
    asked({
      url: `${url}/?key=q-canary`,
      headers: { authorization: "Bearer {{env.BOT_TOKEN}}" },
      body: { api_key: "body-canary" },
    }),
  ).rejects.toMatchObject({ kind, status, message: `${status} seen [key], [key], [key]`, ...more });
});

test("removes a key that the service returns in its answer", async () => {
  vi.stubEnv("BOT_TOKEN", "token-canary-0123");
  reply = { body: JSON.stringify({ answer: "You are token-canary-0123." }) };
  const headers = { authorization: "Bearer {{env.BOT_TOKEN}}" };
  expect(await asked({ headers, output: "answer" })).toMatchObject({ text: "You are [key]." });
});

test("the identity contains the request without its secrets", () => {
  vi.stubEnv("BOT_TOKEN", "token-canary");
  const secret = url.replace("//", "//user:pass-canary@");
  const model = http({
    url: `${secret}/{{env.BOT_TOKEN}}/{{lang}}?key=q-canary`,
    headers: { "X-Key": "h-canary-h" },
    body: { api_key: "body-canary", q: "{{prompt}}", max_tokens: 5 },
  });
  expect(JSON.stringify([model.id, model.identity, model.quota])).not.toContain("canary");
  expect(model).toMatchObject({
    id: `http:${url}`,
    identity: {
      url: `${url}/{{env.BOT_TOKEN}}/{{lang}}`,
      body: { api_key: "[key]", q: "{{prompt}}", max_tokens: 5 },
    },
  });
  expect(http({ url: `${url}?lang=de` }).identity).not.toEqual(http({ url: `${url}?lang=en` }).identity);
});

test("caches answers only where equal messages are equal requests", () => {
  expect(http({ url, body: { q: "{{prompt}}", s: "{{seed}}", k: "{{env.K}}" } }).isCacheable).toBe(true);
  expect(http({ url, body: { q: "{{prompt}}", user: ["{{user.id}}"] } }).isCacheable).toBe(false);
  expect(http({ url: `${url}/{{lang}}` }).isCacheable).toBe(false);
});

test("notes are reported before the run, and a case that lacks a variable is refused", async () => {
  expect(await http({ url, id: "bot", body: "{{prompt}}" }).notes?.(cases())).toEqual([
    "bot: the request has no {{seed}}, so the seed is not sent.",
  ]);
  expect(await http({ url, body: { s: "{{seed}}" } }).notes?.(cases())).toEqual([]);
  await expect(http({ url, id: "bot", body: "{{absent}}" }).notes?.(cases())).rejects.toThrow(
    'Model "bot", case "c": the variable "absent" is missing.',
  );
});

test.each<[Partial<HttpOptions>, string, string]>([
  [{ url: "{{env.NO_HOST}}/x" }, "MISSING_KEY", "needs NO_HOST for its request"],
  [{ headers: { a: "Bearer {{env.NO_TOKEN}}" } }, "MISSING_KEY", "needs NO_TOKEN for its header a"],
  [{ url: "ftp://x/y" }, "BAD_ARGUMENT", "is not an http or https URL"],
  [{ body: "{{prompt | dump}}" }, "TEMPLATE", 'has "{{prompt | dump}}"'],
  [{ output: "javascript: a b" }, "BAD_BENCHMARK", "does not compile"],
])("reports %j as the user's mistake before the first request", async (options, code, message) => {
  await expect(http({ url, ...options }).prepare?.()).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test.each<Partial<HttpOptions>>([
  { url: "{{env.NO_HOST}}/x" },
  { url: "https://{{env.NO_HOST}}/{{lang}}" },
  { body: { q: "{{lang}}", key: "{{env.NO_KEY}}" } },
  { headers: { a: "Bearer {{env.NO_TOKEN}}" }, body: "{{lang}}" },
])("a check without the environment variables of %j reads no case", async (options) => {
  const model = http({ url, ...options });
  await expect(model.notes?.(cases())).resolves.toEqual([]);
  await expect(model.prepare?.()).rejects.toMatchObject({ code: "MISSING_KEY" });
});

test.each(["nowhere/x", "ftp://x/y", "{{lang}}/x", "http://"])("a check refuses the address %s", async (address) => {
  await expect(http({ url: address, id: "bot" }).notes?.(cases())).rejects.toMatchObject({
    code: "BAD_ARGUMENT",
    message: "The url of bot is not an http or https URL.",
  });
});

test("an aborted request ends with the signal's reason", async () => {
  const model = http({ url });
  await expect(model.complete(request, AbortSignal.abort())).rejects.toMatchObject({ kind: "aborted" });
  await model.close?.();
});

describe("a body of JSON text", () => {
  const one = (q: unknown): readonly TestCase[] => [{ id: "c", vars: { q } as TestCase["vars"] }];

  test.each([
    ['{"q": "{{q}}"}', 'say "hi"'],
    ['{"q": "{{q}}"}', "two\nlines"],
    ['{"l": [{{q}}]}', "bare text"],
    [' {"a": [1, "{{q}}"], "seed": {{seed}}}', "a\\"],
  ])("refuses %s before the run for %j", async (body, q) => {
    await expect(http({ url, id: "bot", body }).notes!(cases(one(q)))).rejects.toThrow(
      'Model "bot", case "c": the body of the request is not JSON with these values.',
    );
  });

  test.each([
    ['{"q": "{{q}}", "p": "{{prompt}}", "seed": {{seed}}, "m": {{messages}}}', "plain"],
    ['{"q": {{q}}}', { a: 'say "hi"' }],
    ["<q>{{q}}</q>", 'say "hi"'],
    ["{{q}}", 'say "hi"'],
    ["{not: json {{q}}", 'say "hi"'],
  ])("%s is sent for %j", async (body, q) => {
    await expect(http({ url, id: "bot", body }).notes!(cases(one(q)))).resolves.toBeDefined();
  });

  test.each([
    ["[{{q}}]", {}, true],
    ["[{{q}}]", { "Content-Type": "application/json" }, false],
    ['{"q": "{{q}}"}', { "content-type": "text/plain" }, true],
    ['{"q": "{{q}}"}', { "content-type": "application/vnd.api+json" }, false],
    ['{"q": "{{q}}"}', {}, false],
  ] as const)("%s with %j: plain text is %j", async (body, headers, isText) => {
    const told = http({ url, id: "bot", body, headers }).notes!(cases(one('say "hi"')));
    const checked = await told.then(
      () => "sent",
      (error: Error) => error.message,
    );
    expect(checked).toContain(isText ? "sent" : "is not JSON with these values");
  });

  test("is checked again with the prompt", async () => {
    const body = '{"q": "{{prompt}}"}';
    await expect(asked({ body })).rejects.toThrow('Case "c": the body of the request is not JSON with these values.');
    await asked({ body }, { messages: [{ role: "user", content: "hi" }] });
    expect(seen.body).toBe('{"q": "hi"}');
  });
});
