import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib";
import { ModelError } from "@sameseed/core";

const DECODERS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  deflate: inflateSync,
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  zstd: zstdDecompressSync,
};

/**
 * The body without its content coding (RFC 9110 §8.4). None is asked for, since answers are short, but some proxies
 * compress whatever passes. Errors: `ModelError` `invalid_response` for a coding that is unknown, or that the body is not in.
 */
export function decoded(body: Buffer, encoding: string): Buffer {
  const decode = DECODERS[encoding.trim().toLowerCase()];
  if (decode === undefined)
    throw new ModelError("invalid_response", `The answer is in a coding that is not known: ${encoding}.`);
  try {
    return decode(body);
  } catch {
    throw new ModelError("invalid_response", `The answer says that it is in ${encoding}, and is not.`);
  }
}
