import { brotliDecompressSync, gunzipSync, inflateSync, type ZlibOptions, zstdDecompressSync } from "node:zlib";
import { ModelError } from "@sameseed/core";
import { tooLarge } from "./response-size.ts";

const DECODERS: Readonly<Record<string, (body: Buffer, options: Pick<ZlibOptions, "maxOutputLength">) => Buffer>> = {
  br: brotliDecompressSync,
  deflate: inflateSync,
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  zstd: zstdDecompressSync,
};

/**
 * The body without its content coding (RFC 9110 §8.4). None is asked for, since answers are short, but some proxies
 * compress whatever passes. Errors: `ModelError` `invalid_response` for a coding that is unknown, or that the body is not in,
 * and for a body that is larger than `mostBytes` without its coding.
 */
export function decoded(body: Buffer, encoding: string, mostBytes: number): Buffer {
  const decode = DECODERS[encoding.trim().toLowerCase()];
  if (decode === undefined)
    throw new ModelError("invalid_response", `The response has an unknown content encoding: ${encoding}.`);
  try {
    return decode(body, { maxOutputLength: mostBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(mostBytes);
    throw new ModelError("invalid_response", `The response is labelled ${encoding}, but is not encoded that way.`);
  }
}
