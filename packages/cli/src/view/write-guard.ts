import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { SameseedError } from "@sameseed/core";

/** Bytes of a request that writes: a label with its note is far below. */
const MOST_BYTES = 64 * 1024;

/** Allows writes only by the page that this server sent: by a token that only this page knows, from its own origin. */
export class WriteGuard {
  /** In the page, and in `x-sameseed-token` of each request that writes. */
  readonly token: string = randomBytes(32).toString("base64url");

  /** Null where the request may write; else why not. */
  refusal({ headers }: Pick<IncomingMessage, "headers">): string | null {
    const { host, origin } = headers;
    const site = headers["sec-fetch-site"];
    if (origin !== `http://${host}` || (site !== undefined && site !== "same-origin"))
      return "Only the page of this server can make changes.";
    if (!/^application\/json\b/.test(headers["content-type"] ?? "")) return "Expected JSON.";
    return this.#isToken(headers["x-sameseed-token"]) ? null : "The page is of an earlier server. Reload it.";
  }

  #isToken(given: string | string[] | undefined): boolean {
    if (typeof given !== "string") return false;
    const [left, right] = [Buffer.from(given), Buffer.from(this.token)];
    return left.length === right.length && timingSafeEqual(left, right);
  }
}

/** The JSON of a request. Errors: `BAD_ARGUMENT` for one that is too long or is not JSON. */
export async function jsonBody(request: AsyncIterable<Buffer | string>): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size > MOST_BYTES) throw new SameseedError("BAD_ARGUMENT", `A request has up to ${MOST_BYTES} bytes.`);
    pieces.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString("utf8")) as unknown;
  } catch (cause) {
    throw new SameseedError("BAD_ARGUMENT", "The request is not JSON.", { cause });
  }
}
