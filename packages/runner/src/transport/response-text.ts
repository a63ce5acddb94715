import { decoded } from "./content-encoding.ts";
import type { HttpHeaders } from "./http-headers.ts";

/** AWS's frames of bytes. */
const FRAMES = /application\/vnd\.amazon\.eventstream/i;

export function isFrames(headers: HttpHeaders): boolean {
  return FRAMES.test(headers.all("content-type") ?? "");
}

export function decoderOf(headers: HttpHeaders): (piece: Buffer) => string {
  if (isFrames(headers)) return (piece) => piece.toString("latin1");
  const decoder = new TextDecoder();
  return (piece) => decoder.decode(piece, { stream: true });
}

interface BodyCoding {
  readonly encoding: string | undefined;
  readonly mostBytes: number;
  /** Default: utf8. */
  readonly coding?: "utf8" | "latin1";
}

/** The body without its coding and without a byte order mark, which no parser of JSON takes. */
export function textOf(pieces: readonly Buffer[], { encoding, mostBytes, coding = "utf8" }: BodyCoding): string {
  const body = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  const text = (encoding === undefined || body.length === 0 ? body : decoded(body, encoding, mostBytes)).toString(
    coding,
  );
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
