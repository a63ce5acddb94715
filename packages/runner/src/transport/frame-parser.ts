import { crc32 } from "node:zlib";
import { ModelError } from "@sameseed/core";

/** Lengths of a frame and of its headers, with their checksum. */
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;
/** AWS allows 16 MB; a larger length is not a frame. */
const MOST_BYTES = 24 * 1024 * 1024;
/** Bytes of a header's value by its type; types 6 (bytes) and 7 (text) contain their length. */
const VALUE_BYTES: readonly number[] = [0, 0, 1, 2, 4, 8, Number.NaN, Number.NaN, 8, 16];
const TEXT = 7;

/**
 * Parses AWS's binary event stream (`application/vnd.amazon.eventstream`) cut into any pieces. A piece is a
 * text with one character per byte. Returns each frame as JSON: `{<event type>: <payload>}`, or `{exception:
 * {type, message}}`. A class because half a frame is kept from piece to piece.
 */
export class FrameParser {
  #pieces: Buffer[] = [];
  #bytes = 0;
  /** How many bytes the next frame needs. */
  #wanted = PRELUDE_BYTES;

  /**
   * The frames that this piece completes, one by one: a complete answer is read before damaged bytes after it. Errors:
   * `ModelError` `invalid_response` for bytes that are damaged.
   */
  *push(piece: string): Generator<string, void> {
    if (piece === "") return;
    this.#pieces.push(Buffer.from(piece, "latin1"));
    this.#bytes += piece.length;
    if (this.#bytes < this.#wanted) return;
    let bytes = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
    for (;;) {
      const length = bytes.length < PRELUDE_BYTES ? PRELUDE_BYTES : frameLength(bytes);
      if (bytes.length < length || bytes.length < PRELUDE_BYTES) {
        this.#wanted = length;
        break;
      }
      yield eventOf(bytes.subarray(0, length));
      bytes = bytes.subarray(length);
    }
    this.#pieces = bytes.length === 0 ? [] : [bytes];
    this.#bytes = bytes.length;
  }

  /** Errors: `ModelError` `invalid_response` where the stream ends inside a frame. */
  end(): string[] {
    if (this.#bytes > 0) throw damaged("it ends inside a frame");
    return [];
  }
}

function frameLength(bytes: Buffer): number {
  const length = bytes.readUInt32BE(0);
  const isFrame = length >= PRELUDE_BYTES + CHECKSUM_BYTES && length <= MOST_BYTES;
  if (!isFrame || crc32(bytes.subarray(0, 8)) !== bytes.readUInt32BE(8)) throw damaged("it has no frame there");
  return length;
}

function eventOf(frame: Buffer): string {
  const end = frame.length - CHECKSUM_BYTES;
  if (crc32(frame.subarray(0, end)) !== frame.readUInt32BE(end)) throw damaged("a checksum is wrong");
  const start = PRELUDE_BYTES + frame.readUInt32BE(4);
  const headers = headersOf(frame.subarray(PRELUDE_BYTES, start));
  const payload = frame.toString("utf8", start, end);
  const exception = headers.get(":exception-type") ?? headers.get(":error-code");
  if (exception === undefined) return `{${JSON.stringify(headers.get(":event-type") ?? "")}:${payload || "null"}}`;
  const message = messageIn(payload) ?? headers.get(":error-message") ?? payload;
  return JSON.stringify({ exception: { type: exception, message } });
}

function headersOf(bytes: Buffer): Map<string, string> {
  try {
    return headersIn(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw damaged("a header is longer than its frame");
    throw error;
  }
}

function headersIn(bytes: Buffer): Map<string, string> {
  const headers = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const nameLength = bytes.readUInt8(at);
    const name = bytes.toString("utf8", at + 1, at + 1 + nameLength);
    const type = bytes.readUInt8(at + 1 + nameLength);
    at += 2 + nameLength;
    const fixed = VALUE_BYTES[type];
    if (fixed === undefined) throw damaged(`it has a header of the unknown type ${type}`);
    const hasLength = Number.isNaN(fixed);
    const length = hasLength ? bytes.readUInt16BE(at) : fixed;
    if (hasLength) at += 2;
    if (type === TEXT) headers.set(name, bytes.toString("utf8", at, at + length));
    at += length;
  }
  return headers;
}

function messageIn(payload: string): string | undefined {
  try {
    const { message } = JSON.parse(payload) as { message?: unknown };
    return typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}

function damaged(what: string): ModelError {
  return new ModelError("invalid_response", `The service's event stream is damaged: ${what}.`);
}
