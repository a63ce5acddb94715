import { expect, test } from "vitest";
import { withoutKeys } from "./without-keys.ts";

const LONG = "abcdefghij0123456789ABCDEFGHIJ012345";

test.each<[string, string]>([
  ["OpenAI", `sk-proj-${LONG}`],
  ["Anthropic", `sk-ant-api03-${LONG}`],
  ["AWS", "AKIAABCDEFGHIJKLMNOP"],
  ["a session of AWS", "ASIAABCDEFGHIJKLMNOP"],
  ["Google", `AIza${LONG.slice(0, 35)}`],
  ["GitHub", `ghp_${LONG}`],
  ["GitLab", `glpat-${LONG}`],
  ["Hugging Face", `hf_${LONG}`],
  ["Groq", `gsk_${LONG}`],
  ["Replicate", `r8_${LONG}`],
  ["Stripe", `sk_live_${LONG}`],
  ["Langfuse", `sk-lf-${LONG}`],
  ["a bearer", `Bearer ${LONG}`],
  ["an address with a password", `https://ann:${LONG}@example.com/v1`],
  ["a query", `https://example.com/v1?key=${LONG}&x=1`],
  ["JSON in a text", `{"api_key": "${LONG}"}`],
  ["JSON in a text of JSON", JSON.stringify(JSON.stringify({ api_key: LONG }))],
  ["a private key", `-----BEGIN RSA PRIVATE KEY-----\n${LONG}\n-----END RSA PRIVATE KEY-----`],
])("removes %s from text, lists and names", (_, key) => {
  const { value, count } = withoutKeys({ text: `use ${key} now`, list: [[key]], [key]: 1 });
  expect(JSON.stringify(value)).not.toContain(LONG.slice(0, 16));
  expect(JSON.stringify(value)).not.toMatch(/A[KS]IAABCDEF/);
  expect(count).toBe(3);
});

test.each([
  "apiKey",
  "OPENAI_API_KEY",
  "x-api-key",
  "Authorization",
  "aws_secret_access_key",
  "authToken",
  "db_password",
])("removes everything that %s contains, in lists too", (name) => {
  expect(withoutKeys({ [name]: "hunter22", more: { [name]: ["hunter22"] } })).toEqual({
    value: { [name]: "[key]", more: { [name]: ["[key]"] } },
    count: 2,
  });
});

test.each(["Authorization: Basic ", '{"authorization": "Bearer ', "authorization=basic "])(
  "%s… is a key without digits",
  (before) => {
    expect(withoutKeys(`${before}abcdefghijklmnopqrst`).value).toBe(`${before}[key]`);
  },
);

test("leaves other text unchanged", () => {
  const data = {
    token: "Hello",
    max_tokens: "100",
    apiKeyEnvar: "OPENAI_API_KEY",
    api_key: "{{env.OPENAI_API_KEY}}",
    text: "a task-driven sketch at https://example.com:8080/a@b, Bearer of news, Basic characterization of proteins, Bearer internationalization. A bearer internationalization, key=1",
  };
  expect(withoutKeys(data)).toEqual({ value: data, count: 0 });
});
