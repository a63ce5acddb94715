import type { QuotaNotice, RateLimitNotice } from "@sameseed/core";

/** A header's value by lower-case name. */
export type HeaderReader = (name: string) => string | undefined;

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

/**
 * OpenAI's `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`, where the last word left out means requests
 * (OpenRouter, Together); undefined where a service sends none.
 */
export function rateLimitNotice(header: HeaderReader, now: number = Date.now()): RateLimitNotice | undefined {
  const requests = quotaNotice(header, "-requests", now) ?? quotaNotice(header, "", now);
  const tokens = quotaNotice(header, "-tokens", now);
  if (requests === undefined && tokens === undefined) return undefined;
  return { ...(requests && { requests }), ...(tokens && { tokens }) };
}

function quotaNotice(header: HeaderReader, what: "-requests" | "-tokens" | "", now: number): QuotaNotice | undefined {
  const limit = count(header(`x-ratelimit-limit${what}`));
  const remaining = count(header(`x-ratelimit-remaining${what}`));
  const reset = header(`x-ratelimit-reset${what}`);
  const resetMs = reset === undefined ? undefined : untilReset(reset, now);
  if (limit === undefined && remaining === undefined && resetMs === undefined) return undefined;
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

/** Without a time of day it is no date, whatever `Date.parse` makes of `-5`. */
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
 * How long a service asks to wait: `retry-after-ms`, `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), else
 * the reset of the quota that is used up. Undefined when it says nothing readable.
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
