import { expect, test } from "vitest";
import { refusalError } from "./service-error.ts";
import { toldError } from "./told-error.ts";

const refused = (status: number, error: unknown, headers: Readonly<Record<string, string>> = {}) =>
  refusalError({ status, header: (name) => headers[name], error, text: JSON.stringify(error) });
const groq = (per: string, wait: string): object => ({
  error: {
    message: `Rate limit reached for model \`m\` in organization \`org\` service tier \`on_demand\` on ${per}: Limit 200000, Used 199708, Requested 1214. Please try again in ${wait}. Need more tokens?`,
    type: "tokens",
    code: "rate_limit_exceeded",
  },
});

test.each<[string, number, unknown]>([
  ["Bedrock, tokens per day", 429, { message: "Too many tokens per day, please wait before trying again." }],
  [
    "OpenAI, billing limit",
    400,
    { error: { message: "no", type: "invalid_request_error", code: "billing_hard_limit_reached" } },
  ],
  [
    "OpenAI, inactive",
    429,
    { error: { message: "Your account is not active.", type: "billing_not_active", code: "billing_not_active" } },
  ],
  [
    "OpenAI, requests per day",
    429,
    {
      error: {
        message:
          "Rate limit reached for m on requests per day (RPD): Limit 200, Used 200, Requested 1. Please try again in 7m12s.",
        code: "rate_limit_exceeded",
      },
    },
  ],
  [
    "Anthropic, credit",
    400,
    {
      type: "error",
      error: {
        type: "invalid_request_error",
        message: "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.",
      },
    },
  ],
  [
    "Anthropic, usage limit",
    400,
    {
      type: "error",
      error: {
        type: "invalid_request_error",
        message: "You have reached your specified API usage limits. You will regain access on 2026-09-01 at 00:00 UTC.",
      },
    },
  ],
  [
    "Anthropic, workspace limit",
    400,
    {
      error: { type: "invalid_request_error", message: "You have reached your specified workspace API usage limits." },
    },
  ],
  [
    "xAI",
    403,
    {
      code: "no permission",
      error: "Your team 3d338612-0 has either used all available credits or reached its monthly spending limit.",
    },
  ],
  [
    "xAI without the team",
    429,
    { code: "x", error: "Your team has either used all available credits or reached its monthly spending limit." },
  ],
  [
    "OpenRouter, key limit",
    403,
    {
      error: {
        code: 403,
        message: "Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys",
      },
    },
  ],
  [
    "OpenRouter, free models",
    429,
    {
      error: {
        code: 429,
        message: "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day",
      },
    },
  ],
  ["OpenRouter, credit", 402, { error: { code: 402, message: "Insufficient credits." } }],
  ["Groq, tokens per day", 429, groq("tokens per day (TPD)", "6m38.304s")],
  [
    "Azure API Management",
    403,
    { statusCode: 403, message: "Out of call volume quota. Quota will be replenished in 11:08:13." },
  ],
  [
    "Gemini without a quota",
    429,
    {
      error: {
        code: 429,
        message:
          "You exceeded your current quota. * Quota exceeded for metric: generate_content_free_tier_requests, limit: 0, model: m",
        status: "RESOURCE_EXHAUSTED",
      },
    },
  ],
  [
    "GitHub Models",
    429,
    {
      error: {
        code: "RateLimitReached",
        message:
          "Rate limit of 50 per 86400s exceeded for UserByModelByDay. Please wait 84930 seconds before retrying.",
      },
    },
  ],
  ["Cohere's trial", 429, { message: "You are using a Trial key, which is limited to 1000 API calls / month." }],
])("%s: is used up, so no retry helps", (_, status, error) => {
  expect(refused(status, error).kind).toBe("insufficient_quota");
});

test.each<[string, number, unknown, string]>([
  ["Bedrock, tokens", 429, { message: "Too many tokens, please wait before trying again." }, "rate_limited"],
  ["Groq, tokens per minute", 429, groq("tokens per minute (TPM)", "7.66s"), "rate_limited"],
  ["a quota by the day that fills up", 429, groq("requests per day (RPD)", "8.64s"), "rate_limited"],
  [
    "a limit below 1 per second",
    429,
    { message: "Rate limit exceeded, limit: 0.5 requests per second" },
    "rate_limited",
  ],
  ["no request left now", 429, { message: "Rate limit: 0 requests remaining. Please slow down." }, "rate_limited"],
  ["Mistral", 429, { message: "Service tier capacity exceeded for this model.", code: "3505" }, "rate_limited"],
  [
    "Azure",
    429,
    {
      error: {
        code: "429",
        message:
          "Requests have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 26 seconds.",
      },
    },
    "rate_limited",
  ],
  ["a prompt about a day", 400, { error: { message: 'Invalid prompt: "I eat three meals per day."' } }, "bad_request"],
  [
    "a prompt about credit",
    400,
    { error: { message: 'Invalid prompt: "Your credit balance is too low."' } },
    "bad_request",
  ],
  ["a key without permission", 403, { error: { message: "This key may not use the model." } }, "authentication"],
])("%s: is not used up", (_, status, error, kind) => {
  expect(refused(status, error).kind).toBe(kind);
});

test("a daily quota with a wait of seconds in its header is waited for", () => {
  const said = { error: { message: "Daily limit reached." } };
  expect(refused(429, said, { "retry-after": "20" })).toMatchObject({ kind: "rate_limited", retryAfterMs: 20_000 });
  expect(refused(429, said, { "retry-after": "30000" }).kind).toBe("insufficient_quota");
});

test("an event of a stream reports it, too", () => {
  const event = {
    type: "error",
    error: { type: "throttlingException", message: "Too many tokens per day, please wait." },
  };
  expect(toldError(event)?.kind).toBe("insufficient_quota");
});

test("the wait of a message counts where no header names one", () => {
  expect(refused(429, groq("tokens per minute (TPM)", "7.5s")).retryAfterMs).toBe(7500);
  expect(refused(429, groq("tokens per minute (TPM)", "7.5s"), { "retry-after": "9" }).retryAfterMs).toBe(9000);
});

test("so does that of an overloaded service, but not that of a bad request", () => {
  const said = { error: { message: "High demand. Please retry after 20 seconds.", code: "RATE_LIMITED" } };
  expect(refused(503, said).retryAfterMs).toBe(20_000);
  expect(refused(400, said).retryAfterMs).toBeUndefined();
});
