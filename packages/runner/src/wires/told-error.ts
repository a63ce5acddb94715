import { type ErrorKind, ModelError } from "@sameseed/core";
import type { HeaderReader } from "../rate/rate-limit-headers.ts";
import { errorBody } from "./error-body.ts";
import { fieldsOf } from "./reading.ts";
import { refusalError } from "./service-error.ts";

/** The HTTP status for a service's error word. */
const STATUS: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  context_length_exceeded: 400,
  authentication_error: 401,
  invalid_api_key: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  model_not_found: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  api_error: 500,
  server_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
  validationException: 400,
  throttlingException: 429,
  internalServerException: 500,
  serviceUnavailableException: 503,
};

const NO_HEADER: HeaderReader = () => undefined;

/**
 * The error that came without an HTTP status: in a body with status 200, or as an event of a stream. Its kind
 * is that of its own code or words, else `otherwise`. Undefined for a body without an error.
 */
export function toldError(
  body: unknown,
  header: HeaderReader = NO_HEADER,
  otherwise: ErrorKind = "server",
): ModelError | undefined {
  const { message, words, status } = errorBody(body);
  const stated = fieldsOf(Array.isArray(body) ? body[0] : body)["error"] ?? undefined;
  if (message === undefined && stated === undefined) return undefined;
  const text = JSON.stringify(stated ?? body);
  const known = status ?? wordStatus(words);
  if (known === undefined) return new ModelError(otherwise, `The service answered with an error: ${message ?? text}`);
  return refusalError({ status: known, header, error: body, text });
}

function wordStatus(words: readonly string[]): number | undefined {
  const known = words.find((word) => Object.hasOwn(STATUS, word));
  return known === undefined ? undefined : STATUS[known];
}

/** The error of a body without an answer: the body's own error, else `invalid_response` that names the missing part. */
export function noAnswer(missing: string, body: unknown, header?: HeaderReader): ModelError {
  const sent = `The service sent ${missing}: ${JSON.stringify(body)}`;
  return toldError(body, header, "invalid_response") ?? new ModelError("invalid_response", sent);
}

/** The error of an event that ends a stream. */
export function streamError(event: unknown): ModelError {
  return toldError(event) ?? new ModelError("server", "The service ended its stream without a reason.");
}
