import { ModelError } from "@sameseed/core";

/** Bytes of a response that are read at most, without its content coding: far more than any answer has. */
export const MOST_BYTES = 64 << 20;
/** The same for an error response, of which 500 characters are shown. */
export const MOST_ERROR_BYTES = 1 << 20;

/** How many bytes of a response with this status are read. */
export function mostBytesOf(status: number, ofSuccess = MOST_BYTES): number {
  return status >= 200 && status < 300 ? ofSuccess : MOST_ERROR_BYTES;
}

/** The error of a response with more than `mostBytes`. It is not retried. */
export function tooLarge(mostBytes: number): ModelError {
  return new ModelError("invalid_response", `The response is larger than ${mostBytes >> 20} MB.`, { isLasting: true });
}
