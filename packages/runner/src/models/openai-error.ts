import { type ErrorKind, ModelError } from "@sameseed/core";

/** Codes of Node's sockets and resolver that mean "nothing answers there". */
const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "ERR_INVALID_URL"]);

/** An error of the SDK as a `ModelError` with a kind; `clean` takes secrets out of its message. */
export function openaiError(error: unknown, clean: (text: string) => string): ModelError {
  if (error instanceof ModelError) return error;
  if (!(error instanceof Error)) return new ModelError("other", clean(String(error)));
  const status = "status" in error && typeof error.status === "number" ? error.status : undefined;
  const headers = "headers" in error && error.headers instanceof Headers ? error.headers : undefined;
  const code = socketCode(error);
  const message = clean(code === undefined ? error.message : `${error.message} (${code})`);
  // The SDK's error is no cause here: it holds the request's headers, and with them the key.
  return new ModelError(kindOf(error, status, code), message, { status, retryAfterMs: headers && retryAfterMs(headers) });
}

function kindOf(error: Error, status: number | undefined, code: string | undefined): ErrorKind {
  if (status === undefined) {
    if (error.constructor.name === "APIConnectionTimeoutError") return "timeout";
    if (code !== undefined && UNREACHABLE.has(code)) return "unreachable";
    if (error instanceof SyntaxError) return "invalid_response";
    return error.constructor.name === "APIConnectionError" || code !== undefined ? "connection" : "other";
  }
  if (status === 401 || status === 403) return "authentication";
  if (status === 404) return "not_found";
  if (status === 408) return "timeout";
  if (status === 429) return "rate_limited";
  return status === 409 || status >= 500 ? "server" : "bad_request";
}

/** The socket's code, through the layers that wrap it. */
function socketCode(error: unknown): string | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  }
  return undefined;
}

/** `retry-after-ms`, or `Retry-After` in seconds or as a date (RFC 9110 §10.2.3); undefined when absent or unreadable. */
export function retryAfterMs(headers: Headers, now: number = Date.now()): number | undefined {
  const milliseconds = Number(headers.get("retry-after-ms") ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds;
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const wait = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
