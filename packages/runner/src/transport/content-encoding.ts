import {
  brotliDecompressSync,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  type ZlibOptions,
  zstdDecompressSync,
} from "node:zlib";
import { ModelError } from "@sameseed/core";
import { tooLarge } from "./response-size.ts";

type Decoder = (body: Buffer, options: Pick<ZlibOptions, "maxOutputLength">) => Buffer;

const DECODERS: Readonly<Record<string, Decoder>> = {
  br: brotliDecompressSync,
  deflate: inflated,
  gzip: gunzipSync,
  identity: (body) => body,
  "x-gzip": gunzipSync,
  zstd: zstdDecompressSync,
};

/** Maximum codings in one header; no real answer has more. */
const MOST_CODINGS = 4;

/**
 * The body without its content codings (RFC 9110 §8.4), the last first. Requests do not ask for a coding,
 * since answers are short, but some proxies compress everything. Errors: `ModelError` `invalid_response` for
 * an unknown or wrong coding, and for a body larger than `mostBytes` after decoding.
 */
export function decoded(body: Buffer, encoding: string, mostBytes: number): Buffer {
  const codings = encoding
    .toLowerCase()
    .split(",")
    .flatMap((coding) => coding.trim() || []);
  const decoders = codings.map((coding) => (Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined));
  if (decoders.length > MOST_CODINGS || !decoders.every((decoder) => decoder !== undefined))
    throw new ModelError("invalid_response", `The response has an unknown content encoding: ${encoding}.`);
  try {
    return decoders.reduceRight((coded, decode) => decode(coded, { maxOutputLength: mostBytes }), body);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(mostBytes);
    throw new ModelError("invalid_response", `The response is labelled ${encoding}, but is not encoded that way.`);
  }
}

/** Some servers leave out the zlib wrapper that "deflate" means. */
function inflated(...given: Parameters<Decoder>): Buffer {
  try {
    return inflateSync(...given);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw error;
    return inflateRawSync(...given);
  }
}
