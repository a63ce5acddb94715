import type { QuotaNotice, RateLimitNotice } from "@sameseed/core";

/** A header's value by lower-case name. */
export interface HeaderReader {
  (name: string): string | undefined;
  /** The lower-case names of all headers, where they are known: then most of them need not be looked for. */
  names?: readonly string[];
}

/** A part of all names that are read here. */
const LIMIT = "ratelimit";

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** From here on a number is a time and no duration: 31 years. */
const LEAST_EPOCH_MS = 1e12;

/** `1m2.5s`, `6ms`, or a number of seconds, in milliseconds; undefined when unreadable. */
export function durationMs(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1000;
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(trimmed)) return undefined;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g))
    total += Number(amount) * UNIT_MS[unit!]!;
  return total;
}

/** The three headers of one quota. */
interface QuotaHeaders {
  readonly limit: string;
  readonly remaining: string;
  readonly reset: string;
  /** When the quota is full again at the latest, where the service does not report it. */
  readonly windowMs?: number;
}

/** OpenAI's words; the last one left out means requests (OpenRouter, Together). */
function openaiQuota(what: "-requests" | "-tokens" | ""): QuotaHeaders {
  return {
    limit: `x-ratelimit-limit${what}`,
    remaining: `x-ratelimit-remaining${what}`,
    reset: `x-ratelimit-reset${what}`,
  };
}

function anthropicQuota(what: "requests" | "tokens" | "input-tokens" | "output-tokens"): QuotaHeaders {
  const name = `anthropic-ratelimit-${what}`;
  return { limit: `${name}-limit`, remaining: `${name}-remaining`, reset: `${name}-reset` };
}

/** Mistral counts by the minute, and mostly does not report its beginning. */
const MINUTE_MS = 60_000;
const MISTRAL_REQUESTS: QuotaHeaders = {
  limit: "x-ratelimit-limit-req-minute",
  remaining: "x-ratelimit-remaining-req-minute",
  reset: "x-ratelimit-reset-req-minute",
  windowMs: MINUTE_MS,
};
const MISTRAL_TOKENS: QuotaHeaders = {
  limit: "x-ratelimit-limit-tokens-minute",
  remaining: "x-ratelimit-remaining-tokens-minute",
  reset: "x-ratelimit-reset-tokens-minute",
  windowMs: MINUTE_MS,
};
/** Its older words. */
const MISTRAL_BY_SIZE: QuotaHeaders = {
  limit: "x-ratelimitbysize-limit-minute",
  remaining: "x-ratelimitbysize-remaining-minute",
  reset: "ratelimitbysize-reset",
  windowMs: MINUTE_MS,
};
/** By service: the first header present. Of several kinds of tokens the scarcest counts. */
const REQUESTS: readonly QuotaHeaders[] = [
  openaiQuota("-requests"),
  openaiQuota(""),
  anthropicQuota("requests"),
  MISTRAL_REQUESTS,
];
const TOKENS: readonly QuotaHeaders[] = [
  openaiQuota("-tokens"),
  MISTRAL_TOKENS,
  MISTRAL_BY_SIZE,
  anthropicQuota("tokens"),
  anthropicQuota("input-tokens"),
  anthropicQuota("output-tokens"),
];

/**
 * A service's quotas from its headers: OpenAI's `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`,
 * Anthropic's `anthropic-ratelimit-*` and Mistral's by the minute; undefined without such headers.
 */
export function rateLimitNotice(reader: HeaderReader, now: number = Date.now()): RateLimitNotice | undefined {
  const limits = reader.names?.filter((name) => name.includes(LIMIT));
  if (limits?.length === 0) return undefined;
  const header = limits === undefined ? reader : (name: string) => (limits.includes(name) ? reader(name) : undefined);
  const requests = firstQuota(REQUESTS, header, now);
  const tokens = scarcestQuota(TOKENS, header, now);
  if (requests === undefined && tokens === undefined) return undefined;
  return { ...(requests && { requests }), ...(tokens && { tokens }) };
}

function firstQuota(names: readonly QuotaHeaders[], header: HeaderReader, now: number): QuotaNotice | undefined {
  for (const one of names) {
    const told = quotaNotice(header, one, now);
    if (told !== undefined) return told;
  }
  return undefined;
}

function scarcestQuota(names: readonly QuotaHeaders[], header: HeaderReader, now: number): QuotaNotice | undefined {
  let scarcest: QuotaNotice | undefined;
  for (const one of names) {
    const told = quotaNotice(header, one, now);
    if (told === undefined) continue;
    if (scarcest === undefined || (told.remaining ?? Infinity) < (scarcest.remaining ?? Infinity)) scarcest = told;
  }
  return scarcest;
}

function quotaNotice(header: HeaderReader, names: QuotaHeaders, now: number): QuotaNotice | undefined {
  const limit = count(header(names.limit));
  const remaining = count(header(names.remaining));
  const reset = header(names.reset);
  const told = reset === undefined ? undefined : untilReset(reset, now);
  if (limit === undefined && remaining === undefined && told === undefined) return undefined;
  const resetMs = told ?? names.windowMs;
  return {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetMs !== undefined && { resetMs }),
  };
}

/** Services write a reset as a duration, as a date, or as seconds or milliseconds since 1970: no duration is that long. */
function untilReset(text: string, now: number): number | undefined {
  const told = durationMs(text);
  if (told !== undefined && told < LEAST_EPOCH_MS) return told;
  const at = told === undefined ? dateMs(text) : told < 1000 * LEAST_EPOCH_MS ? told : told / 1000;
  return at === undefined ? undefined : Math.max(0, at - now);
}

/** Without a time of day it is not a date, although `Date.parse` accepts `-5`. */
function dateMs(text: string): number | undefined {
  const at = /\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function count(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  return value >= 0 && value < Number.POSITIVE_INFINITY ? value : undefined;
}

/**
 * How long a service asks to wait: `retry-after-ms`, `Retry-After` in seconds or as a date (RFC 9110
 * §10.2.3), else the reset of the quota that is used up. Undefined without a readable wait.
 */
export function retryAfterMs(header: HeaderReader, now: number = Date.now()): number | undefined {
  const milliseconds = count(header("retry-after-ms"));
  if (milliseconds !== undefined) return milliseconds;
  const value = header("retry-after");
  if (value !== undefined) {
    if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1000;
    const at = dateMs(value);
    if (at !== undefined) return Math.max(0, at - now);
  }
  const { requests, tokens } = rateLimitNotice(header, now) ?? {};
  const resets = [requests, tokens].flatMap((quota) =>
    quota?.resetMs !== undefined && (quota.remaining ?? 0) === 0 ? [quota.resetMs] : [],
  );
  return resets.length === 0 ? undefined : Math.max(...resets);
}
