import { expect, test } from "vitest";
import { durationMs, type HeaderReader, rateLimitNotice, retryAfterMs } from "./rate-limit-headers.ts";

const of =
  (headers: Readonly<Record<string, string>>): HeaderReader =>
  (name) =>
    headers[name];
/** A reader with the names of all headers. */
const named = (headers: Readonly<Record<string, string>>): HeaderReader =>
  Object.assign((name: string) => headers[name], { names: Object.keys(headers) });

test.each<[string, number | undefined]>([
  ["6ms", 6],
  ["1s", 1000],
  ["1m2.5s", 62_500],
  ["2h3m", 7_380_000],
  ["1d", 86_400_000],
  ["60", 60_000],
  ["0", 0],
  ["", undefined],
  ["soon", undefined],
  ["1 s", undefined],
  ["-5", undefined],
])("the duration %j is %j ms", (text, milliseconds) => {
  expect(durationMs(text)).toBe(milliseconds);
});

test.each<[Record<string, string>, number | undefined]>([
  [{ "retry-after": "3" }, 3000],
  [{ "retry-after": "Thu, 01 Jan 1970 00:00:07 GMT" }, 6000],
  [{ "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }, 0],
  [{ "retry-after": "soon" }, undefined],
  [{ "retry-after-ms": "12", "retry-after": "3" }, 12],
  [{ "retry-after-ms": "-1", "retry-after": "3" }, 3000],
  [{ "x-ratelimit-reset-requests": "2s" }, 2000],
  [{ "x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "2s" }, undefined],
  [{ "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "2s", "retry-after": "1" }, 1000],
  [{ "retry-after-ms": "", "retry-after": "3" }, 3000],
  [{ "retry-after-ms": "Infinity" }, undefined],
  [{ "retry-after": "-5" }, undefined],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "2" }, 2000],
  [{}, undefined],
])("at second 1, %j requests a wait of %j ms", (headers, milliseconds) => {
  expect(retryAfterMs(of(headers), 1000)).toBe(milliseconds);
  expect(retryAfterMs(named(headers), 1000)).toBe(milliseconds);
});

test("a notice contains only the fields that were sent", () => {
  expect(rateLimitNotice(of({}))).toBeUndefined();
  expect(rateLimitNotice(named({ "x-request-id": "1" }))).toBeUndefined();
  expect(rateLimitNotice(of({ "x-ratelimit-remaining-tokens": "7", "x-ratelimit-limit-requests": "often" }))).toEqual({
    tokens: { remaining: 7 },
  });
});

test.each<[string, number | undefined]>([
  ["1m2s", 62_000],
  ["90", 90_000],
  ["1764000030", 30_000],
  ["1764000030000", 30_000],
  ["2025-11-24T16:00:30Z", 30_000],
  ["Mon, 24 Nov 2025 16:00:30 GMT", 30_000],
  ["1763999999", 0],
  ["1 s", undefined],
])("at 2025-11-24T16:00:00Z a quota that resets at %j is full again in %j ms", (reset, resetMs) => {
  const header = of({ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": reset });
  expect(rateLimitNotice(header, 1_764_000_000_000)).toEqual({
    requests: { remaining: 0, ...(resetMs !== undefined && { resetMs }) },
  });
});

test.each<[string, Record<string, string>, object]>([
  [
    "Anthropic's RFC 3339 headers, of which the scarcest tokens count",
    {
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-remaining": "49",
      "anthropic-ratelimit-requests-reset": "2025-11-24T16:00:02Z",
      "anthropic-ratelimit-input-tokens-limit": "50000",
      "anthropic-ratelimit-input-tokens-remaining": "49000",
      "anthropic-ratelimit-input-tokens-reset": "2025-11-24T16:00:03Z",
      "anthropic-ratelimit-output-tokens-limit": "10000",
      "anthropic-ratelimit-output-tokens-remaining": "0",
      "anthropic-ratelimit-output-tokens-reset": "2025-11-24T16:00:10Z",
    },
    {
      requests: { limit: 50, remaining: 49, resetMs: 2000 },
      tokens: { limit: 10_000, remaining: 0, resetMs: 10_000 },
    },
  ],
  [
    "Mistral's by the minute",
    {
      "x-ratelimit-limit-req-minute": "60",
      "x-ratelimit-remaining-req-minute": "59",
      "x-ratelimit-limit-tokens-minute": "50000",
      "x-ratelimit-remaining-tokens-minute": "47196",
    },
    {
      requests: { limit: 60, remaining: 59, resetMs: 60_000 },
      tokens: { limit: 50_000, remaining: 47_196, resetMs: 60_000 },
    },
  ],
  [
    "Mistral's by size",
    {
      "x-ratelimitbysize-limit-minute": "500000",
      "x-ratelimitbysize-remaining-minute": "467993",
      "ratelimitbysize-reset": "40",
    },
    { tokens: { limit: 500_000, remaining: 467_993, resetMs: 40_000 } },
  ],
])("reads limits from headers: %s", (_, headers, notice) => {
  expect(rateLimitNotice(of(headers), 1_764_000_000_000)).toEqual(notice);
  expect(rateLimitNotice(named({ date: "now", ...headers }), 1_764_000_000_000)).toEqual(notice);
});
