import type { ModelError } from "@sameseed/core";
import { errorBody } from "./error-body.ts";
import { refusalError } from "./service-error.ts";

/** The HTTP status that a service's word stands for. */
const STATUS: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
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
};

/** An error that came without a status of HTTP, such as inside a stream; undefined where its words are not known. */
export function toldError(error: unknown): ModelError | undefined {
  const { words } = errorBody({ error });
  const known = words.find((word) => Object.hasOwn(STATUS, word));
  if (known === undefined) return undefined;
  return refusalError({
    status: STATUS[known]!,
    header: () => undefined,
    error: { error },
    text: JSON.stringify(error),
  });
}
