import { describe, expect, test, vi } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

const TESTS = [{ vars: { x: "a" }, assert: [{ type: "contains", value: "a" }] }];

async function modelOf(provider: object, files: Readonly<Record<string, string>> = {}) {
  const { benchmark, warnings } = await translatedConfig(
    { prompts: ["{{x}}"], providers: [provider], tests: TESTS },
    files,
  );
  return { model: (benchmark["models"] as unknown as object[])[0], benchmark, warnings };
}

const URL = "https://api.example.com/chat";

describe("a provider over HTTP becomes a model of the same request:", () => {
  test.each<[object, object]>([
    [{ id: URL }, { id: "api.example.com-chat", url: URL }],
    [
      {
        id: "https",
        label: "bot",
        config: {
          url: "{{env.HOST}}/chat",
          method: "post",
          headers: {
            "Content-Type": "application/json",
            Authorization: 'Bearer {{ env["TOKEN"] }}',
            "X-Key": "{{env.KEY}}",
          },
          body: { q: "{{ prompt }}", of: [{ lang: "{{x}}" }], n: 1 },
          transformResponse: "json.choices[0].message.content",
        },
      },
      {
        id: "bot",
        url: "{{env.HOST}}/chat",
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: "Bearer {{env.TOKEN}}", "X-Key": { env: "KEY" } },
        body: { q: "{{ prompt }}", of: [{ lang: "{{x}}" }], n: 1 },
        output: "choices[0].message.content",
      },
    ],
    [
      { id: URL, config: { body: '{"q": {{prompt | dump}}, "x": {{x}}, "s": "{{prompt}}"}' } },
      { body: { q: "{{prompt}}", x: "{{x}}", s: "{{prompt}}" } },
    ],
    [{ id: URL, config: { body: "q={{prompt | urlencode}}" } }, { body: "q={{prompt}}" }],
    [
      { id: URL, config: { method: "GET", queryParams: { q: "{{prompt}}", lang: "de & at" }, body: { x: 1 } } },
      { url: `${URL}?q={{prompt}}&lang=de%20%26%20at`, method: "GET" },
    ],
    [
      { id: URL, config: { auth: { type: "bearer", token: "{{env.T}}" } } },
      { headers: { Authorization: "Bearer {{env.T}}" } },
    ],
    [
      { id: `${URL}?v=1`, config: { auth: { type: "api_key", keyName: "k", value: "{{env.T}}", placement: "query" } } },
      { url: `${URL}?v=1&k={{env.T}}` },
    ],
    [
      { id: URL, config: { auth: { type: "api_key", keyName: "X-K", value: "{{env.T}}", placement: "header" } } },
      { headers: { "X-K": { env: "T" } } },
    ],
  ])("%j", async (provider, expected) => {
    const { model, warnings } = await modelOf(provider);
    expect(model).toEqual({ id: "api.example.com-chat", model: "http", url: URL, ...expected });
    expect(warnings).toEqual([]);
  });

  test.each<[string, string | undefined]>([
    ["json.a?.b[0]['c']", "a.b[0]['c']"],
    ["(json) => json.a.b", "a.b"],
    ["json", undefined],
    ["text", "javascript: text"],
    ["json.a + json.b;", "javascript: json.a + json.b"],
    ["(json, text) => ({ output: json.a })", "javascript: (json, text) => ({ output: json.a })"],
    ["file://parse.js:read", "file://parse.js:read"],
  ])("transformResponse %s", async (transformResponse, output) => {
    const { model } = await modelOf({ id: URL, config: { transformResponse } }, { "parse.js": "" });
    expect(model).toEqual({
      id: "api.example.com-chat",
      model: "http",
      url: URL,
      ...(output !== undefined && { output }),
    });
  });

  test("a raw request, also from a file", async () => {
    const request =
      'POST /v1/chat?x={{x}} HTTP/1.1\nHost: api.example.com\nContent-Type: application/json\nContent-Length: 9\nAuthorization: Bearer {{env.T}}\n\n{"q": "{{prompt}}",\n\n"n": 2}\n';
    const expected = {
      id: "bot",
      model: "http",
      url: "https://api.example.com/v1/chat?x={{x}}",
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: "Bearer {{env.T}}" },
      body: { q: "{{prompt}}", n: 2 },
    };
    expect((await modelOf({ id: "https", label: "bot", config: { request } })).model).toEqual(expected);
    const { model } = await modelOf(
      { id: "https", label: "bot", config: { request: "file://r.txt" } },
      { "r.txt": request },
    );
    expect(model).toEqual(expected);
    const secure = { id: "http", label: "bot", config: { request, useHttps: true } };
    expect((await modelOf(secure)).model).toEqual(expected);
  });
});

test("warns of parts that a request cannot express, and keeps secrets out", async () => {
  const { model, warnings } = await modelOf({
    id: URL,
    config: {
      headers: { Authorization: "Bearer secret-canary" },
      auth: { type: "basic", username: "u", password: "secret-canary" },
      body: { q: "{{prompt}}", session: "{{sessionId}}" },
      sessionParser: "json.id",
      validateStatus: "status < 500",
      tls: { certPath: "x.pem" },
    },
  });
  expect(model).toEqual({
    id: "api.example.com-chat",
    model: "http",
    url: URL,
    body: { q: "{{prompt}}", session: "" },
  });
  expect(JSON.stringify(warnings)).not.toContain("canary");
  expect(warnings.map((warning) => warning.replace(/^\d+ providers\[0\]\.config\.?/, ""))).toEqual([
    expect.stringMatching(/^headers\.Authorization: may be a secret/),
    expect.stringMatching(/^auth: basic is left out: write the header with/),
    expect.stringMatching(/^body: \{\{sessionId\}\} is empty: sessions are not supported/),
    expect.stringMatching(/^sessionParser: sessions are not supported/),
    expect.stringMatching(/^validateStatus: a status other than 2xx is a failed trial/),
    expect.stringMatching(/^tls: client certificates are not sent/),
  ]);
});

test("leaves out a request that would change", async () => {
  const left = [
    { id: URL, config: { body: "{% if x %}a{% endif %}" } },
    { id: URL, config: { body: { q: "{{prompt | upper}}" } } },
    { id: URL, config: { transformRequest: "({ q: prompt })" } },
    { id: "https", config: { request: "no request" } },
  ];
  const { benchmark, warnings } = await translatedConfig({
    prompts: ["{{x}}"],
    providers: ["echo", ...left],
    tests: TESTS,
  });
  expect(benchmark["models"]).toEqual([{ id: "echo", model: "echo" }]);
  expect(warnings.map((warning) => warning.replace(/^\d+ /, ""))).toEqual([
    expect.stringMatching(
      /^providers\[1\]: .*more than \{\{names\}\}: write a provider as a script.*; the model is left out/,
    ),
    expect.stringMatching(/^providers\[2\]: .*more than \{\{names\}\}/),
    expect.stringMatching(/^providers\[3\]: .*transformRequest has no counterpart: name the fields in body/),
    expect.stringMatching(/^providers\[4\]: .*it has no url/),
  ]);
});

test("an answer that is a value stays a value in code assertions", async () => {
  const assert = [{ type: "javascript", value: "output.a === 1" }];
  const { benchmark } = await translatedConfig({
    prompts: ["x"],
    providers: [URL],
    tests: [{ vars: { x: "a" }, assert }],
  });
  expect(benchmark["cases"]).toMatchObject([{ scorers: [{ javascript: { transform: "value" } }] }]);
});

test("an address may come from the environment alone", async () => {
  vi.stubEnv("APP_HOST", "http://127.0.0.1:1");
  try {
    const { model, warnings } = await modelOf({ id: "{{env.APP_HOST}}/chat", config: { body: { q: "{{prompt}}" } } });
    expect(model).toEqual({
      id: "APP_HOST-chat",
      model: "http",
      url: "{{env.APP_HOST}}/chat",
      body: { q: "{{prompt}}" },
    });
    expect(warnings).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});
