import { expect, test } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

const KEY = "sk-proj-abcdefghij0123456789";

test.each<[string, object]>([
  ["providers[0].config.apiKey", { providers: [{ id: "file://p.js", config: { apiKey: "hunter22" } }] }],
  ["providers[0].config.nested.note", { providers: [{ id: "file://p.js", config: { nested: { note: KEY } } }] }],
  [
    "providers[0].config.passthrough.tag",
    { providers: [{ id: "openai:gpt-4o", config: { passthrough: { tag: KEY } } }] },
  ],
  ["providers[0].id", { providers: [{ id: `exec:cat ${KEY}` }] }],
  ["prompts[0]", { prompts: [`Hi ${KEY}`] }],
  ["tests[0].vars.x", { tests: [{ vars: { x: KEY } }] }],
  [
    "tests[0].assert[0].config.password",
    { tests: [{ assert: [{ type: "javascript", value: "true", config: { password: "hunter22" } }] }] },
  ],
])("warns of a copied key at %s", async (key, more) => {
  const config = { prompts: ["Hi"], providers: ["echo"], tests: [{ vars: { x: "1" } }], ...more };
  const { warnings } = await translatedConfig(config, { "p.js": "" });
  expect(warnings.filter((warning) => warning.includes(`${key}: looks like a key of a service`))).toHaveLength(1);
});

test("does not report a left-out key as copied", async () => {
  const config = { prompts: ["Hi"], providers: [{ id: "openai:gpt-4o", config: { apiKey: KEY } }] };
  const { warnings, benchmark } = await translatedConfig(config);
  expect(JSON.stringify(benchmark)).not.toContain(KEY);
  expect(warnings.filter((warning) => warning.includes("looks like a key"))).toEqual([]);
});

const SECRET = "hunter2secret$";
const chat = (config: object): object => ({ providers: [{ id: "openai:chat:gpt-4o", config }] });

test.each<[string, object, string]>([
  ["user and password", chat({ apiBaseUrl: `https://u:${SECRET}@h.example/v1` }), "https://h.example/v1"],
  ["a first parameter", chat({ apiBaseUrl: `https://h.example/v1?api_key=${SECRET}&x=1` }), "https://h.example/v1?x=1"],
  ["a last parameter", chat({ apiBaseUrl: `https://h.example/v1?x=1&token=${SECRET}` }), "https://h.example/v1?x=1"],
  ["the only parameter", chat({ apiBaseUrl: `https://h.example/v1?key=${SECRET}` }), '"https://h.example/v1"'],
  ["a subscription key", chat({ apiBaseUrl: `https://h.example/v1?subscription-key=${SECRET}&x=1` }), "v1?x=1"],
  [
    "a signed address",
    chat({ apiBaseUrl: `https://h.example/v1?x=1&X-Amz-Signature=${SECRET}` }),
    '"https://h.example/v1?x=1"',
  ],
  [
    "a token in the body",
    {
      providers: [{ id: "https://h.example/x", config: { method: "POST", body: { token: SECRET, q: "{{prompt}}" } } }],
    },
    '"body":{"q":"{{prompt}}"}',
  ],
  ["apiHost", chat({ apiHost: `u:${SECRET}@h.example` }), "https://h.example/v1"],
  ["a part of the body", chat({ passthrough: { api_key: SECRET, top_k: 3 } }), '{"top_k":3}'],
  [
    "an HTTP provider",
    { providers: [{ id: `https://u:${SECRET}@h.example/x?token=${SECRET}`, config: { method: "GET" } }] },
    "https://h.example/x",
  ],
  [
    "a judge",
    {
      defaultTest: {
        options: { provider: { id: "openai:o", config: { apiBaseUrl: `https://u:${SECRET}@j.example` } } },
      },
      tests: [{ assert: [{ type: "llm-rubric", value: "good" }] }],
    },
    "https://j.example",
  ],
  [
    "a webhook",
    { tests: [{ assert: [{ type: "webhook", value: `https://h.example/?token=${SECRET}` }] }] },
    "https://h.example/",
  ],
])("a key in %s does not reach a file, and the report says so", async (_, more, kept) => {
  const config = { prompts: ["Hi"], providers: ["echo"], tests: [{ vars: { x: "1" } }], ...more };
  const { warnings, benchmark } = await translatedConfig(config, {}, { isWritten: true });
  expect(JSON.stringify([benchmark, warnings])).not.toContain(SECRET);
  expect(JSON.stringify(benchmark)).toContain(kept);
  expect(warnings.filter((warning) => warning.includes("holds a key, which is left out"))).toHaveLength(1);
});

test("copies a key in data with a warning; a benchmark that runs at once keeps its addresses", async () => {
  const data = { prompts: [`Hi ${KEY}`], providers: ["echo"], tests: [{ vars: { x: KEY } }] };
  const written = await translatedConfig(data, {}, { isWritten: true });
  expect(JSON.stringify(written.benchmark).split(KEY)).toHaveLength(3);
  const address = `https://u:${SECRET}@h.example/v1`;
  const { benchmark } = await translatedConfig({ prompts: ["Hi"], ...chat({ apiBaseUrl: address }), tests: [{}] });
  expect(JSON.stringify(benchmark)).toContain(address);
});

test("a short key is removed only from its own place, even if it is a word of other texts", async () => {
  const { benchmark, warnings } = await translatedConfig(
    {
      prompts: ["Say test"],
      providers: [
        { id: "openai:chat:llama3-ollama", config: { apiKey: "ollama", apiBaseUrl: "http://h.example/ollama/v1" } },
        { id: "openai:chat:test-model", config: { apiBaseUrl: "https://u:test@h.example/v1" } },
      ],
      tests: [{ vars: { x: "test" } }],
    },
    {},
    { isWritten: true },
  );
  expect(benchmark["models"]).toMatchObject([
    { model: "openai:llama3-ollama", id: "openai:llama3-ollama", baseUrl: "http://h.example/ollama/v1" },
    { model: "openai:test-model", id: "openai:test-model", baseUrl: "https://h.example/v1" },
  ]);
  expect(warnings).toEqual([
    expect.stringMatching(/providers\[0\]\.config\.apiKey: a key does not belong in a file/),
    expect.stringMatching(/providers\[1\]\.config\.apiBaseUrl: holds a key, which is left out/),
  ]);
});

test("names of environment variables are not keys, in any place", async () => {
  const url = "https://u:{{env.PASSWORD}}@h.example/x?api_key={{env.API_KEY_OF_X}}&q={{prompt}}";
  const headers = { Authorization: "Bearer {{env.API_KEY_OF_X}}", Accept: "text/plain" };
  const body = { q: "{{prompt}}", api_key: "{{env.API_KEY_OF_X}}" };
  const { benchmark, warnings } = await translatedConfig(
    { prompts: ["Hi"], providers: [{ id: "http", config: { url, method: "POST", headers, body } }], tests: [{}] },
    {},
    { isWritten: true },
  );
  expect(benchmark["models"]).toMatchObject([{ url, headers, body }]);
  expect(warnings.join()).not.toContain("key");
});

test("a key next to the name of a variable is left out", async () => {
  const headers = { Authorization: `Bearer ${KEY}{{env.SUFFIX}}`, Cookie: "session={{env.SESSION}}; theme=dark" };
  const { benchmark } = await translatedConfig(
    { prompts: ["Hi"], providers: [{ id: "https://h.example/x", config: { method: "GET", headers } }], tests: [{}] },
    {},
    { isWritten: true },
  );
  expect(benchmark["models"]).toMatchObject([{ headers: { Cookie: headers.Cookie } }]);
  expect(JSON.stringify(benchmark)).not.toContain(KEY);
});

test("keeps settings with names that resemble those of keys, and tokens in data", async () => {
  const body = {
    max_tokens: "100",
    prompt_cache_key: "cache-version-1",
    page_token: "page-number-2",
    token: "{{env.T}}",
  };
  const { benchmark, warnings } = await translatedConfig(
    {
      prompts: ["Hi"],
      providers: [{ id: "https://h.example/x?sort_key=created-2", config: { method: "POST", body } }],
      tests: [{ vars: { token: "word-number-1" } }],
    },
    {},
    { isWritten: true },
  );
  expect(benchmark).toMatchObject({
    models: [{ url: "https://h.example/x?sort_key=created-2", body }],
    cases: [{ vars: { token: "word-number-1" } }],
  });
  expect(warnings.filter((warning) => warning.includes(" key"))).toEqual([]);
});

const LONG = "Zk3xQ9abcdefghijklmnopqrstuvwx012345";
const web = (config: object): object => ({
  providers: [{ id: "https://h.example/x", config: { method: "GET", ...config } }],
});

test.each<[string, object]>([
  ["a function of Azure", web({ url: `https://f.example/api/x?code=${LONG}==` })],
  ["a query of an HTTP provider", web({ queryParams: { code: LONG } })],
  ["a shared access signature", web({ url: `https://f.example/x?sv=2024&sig=${LONG}%3D` })],
  ["a token of AWS", web({ url: `https://f.example/x?X-Amz-Security-Token=${LONG}&X-Amz-Date=2026` })],
  ["a header", web({ headers: { "Ocp-Apim-Subscription-Key": LONG } })],
  ["a header of one's own", web({ headers: { "X-Custom-Token": LONG } })],
  ["a header with a signature", web({ headers: { "X-Signature": LONG, "X-Credentials": LONG } })],
  ["a cookie", web({ headers: { Cookie: `session=${LONG}` } })],
  [
    "a raw request",
    {
      providers: [
        {
          id: "https",
          config: { request: `GET /x HTTP/1.1\nHost: h.example\nX-Custom-Token: ${LONG}\nCookie: a=${LONG}\n\n` },
        },
      ],
    },
  ],
  [
    "headers of a script",
    {
      providers: [
        {
          id: "file://p.js",
          config: { headers: { "Ocp-Apim-Subscription-Key": LONG, "X-Custom-Token": LONG, cookie: `s=${LONG}` } },
        },
      ],
    },
  ],
  ["headers of a model", chat({ headers: { "X-Custom-Token": LONG } })],
  [
    "a webhook of Slack",
    { tests: [{ assert: [{ type: "webhook", value: `https://hooks.slack.com/services/T01/B02/${LONG}` }] }] },
  ],
  [
    "a webhook on Azure",
    { tests: [{ assert: [{ type: "webhook", value: `https://f.example/api/hook?code=${LONG}` }] }] },
  ],
])("a key of %s is not written", async (_, more) => {
  const config = { prompts: ["Hi"], providers: ["echo"], tests: [{ vars: { x: "1" } }], ...more };
  const { warnings, benchmark } = await translatedConfig(config, { "p.js": "" }, { isWritten: true });
  expect(JSON.stringify([benchmark, warnings])).not.toContain(LONG);
  expect(warnings.join("\n")).toMatch(/key|secret/);
});

test.each([
  ["a bot of Telegram", `https://api.telegram.org/bot123456789:${LONG}/send`],
  ["a webhook of Slack", `https://hooks.slack.com/services/T012ABC34/B056DEF78/${LONG}`],
  ["a long address", `https://gateway.example/with/a/path/of/many/words/sk-proj-${LONG}/v1/chat`],
])("a part of the key of %s is neither in an id nor in a warning", async (_, id) => {
  const assert = [{ type: "llm-rubric", value: "polite", provider: { id } }];
  const config = { prompts: ["Hi"], providers: [{ id, config: { body: "{{prompt}}" } }], tests: [{ assert }] };
  const { warnings, benchmark } = await translatedConfig(config, {}, { isWritten: true });
  expect(JSON.stringify([benchmark, warnings])).not.toContain(LONG.slice(0, 8));
});

test("headers, parameters and variables that are only named like keys are copied without a warning", async () => {
  const url = "https://h.example/x?code=de&author=jane-doe-1234&keyboard=de105abc&max_tokens=1000";
  const headers = {
    "max-tokens": "100",
    author: "Jane",
    "X-Authority": "example.com",
    "X-Keyboard": "de",
    "X-A": "{{env.NAME}}",
  };
  const { warnings, benchmark } = await translatedConfig(
    { prompts: ["Hi {{env.AUTHOR}}"], ...web({ url, headers }), tests: [{}], env: { AUTHOR: "Jane" } },
    {},
    { isWritten: true },
  );
  expect(benchmark["models"]).toMatchObject([{ url, headers: { ...headers, "X-A": { env: "NAME" } } }]);
  expect(warnings.filter((warning) => /key|secret/.test(warning))).toEqual([]);
});
