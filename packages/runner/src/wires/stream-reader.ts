import { FrameParser } from "../transport/frame-parser.ts";
import { SseParser } from "../transport/sse-parser.ts";
import { LineParser } from "./line-parser.ts";
import { endedEarly, isJson } from "./reading.ts";
import type { WireFormat, WireStream } from "./wire.ts";

const PARSERS = { events: SseParser, lines: LineParser, frames: FrameParser } as const;
/** Characters that are kept of a body without events, which may be an answer in one piece. */
const KEPT_LENGTH = 1_000_000;

/** Reads the text of a stream, piece by piece. A class because half an event is kept from piece to piece. */
export class StreamReader {
  readonly #parser: SseParser | LineParser | FrameParser;
  readonly #stream: WireStream;
  #text = "";
  /** Whether any event of the format was read. */
  hasEvents = false;

  constructor({ framing, stream }: WireFormat) {
    this.#parser = new PARSERS[framing]();
    this.#stream = stream();
  }

  /** The text so far, until an event is found in it. */
  get text(): string {
    return this.#text;
  }

  /** From the request to the first piece of the answer; null before it. */
  get ttftMs(): number | null {
    return this.#stream.ttftMs;
  }

  /** True once the answer is complete. Errors: `ModelError` where an event is an error, or not JSON. */
  push(piece: string): boolean {
    for (const data of this.#parser.push(piece)) {
      this.#add(data);
      if (this.#stream.isOver) return true; // the text after the answer is not read
    }
    if (!this.hasEvents && this.#text.length < KEPT_LENGTH) this.#text += piece;
    return this.#stream.isOver;
  }

  /** The answer as it would have come in one piece. Errors: `ModelError` `invalid_response` where the stream ended before it. */
  end(): unknown {
    for (const data of this.#stream.isOver ? [] : this.#parser.end()) {
      if (!isJson(data) && data !== "[DONE]") throw endedEarly(); // cut in the middle
      this.#add(data);
    }
    return this.#stream.end();
  }

  /** Empty events only keep the connection open, and data with another beginning is not a stream. */
  #add(data: string): void {
    if (data === "" || this.#stream.isOver) return;
    if (!this.hasEvents && !isJson(data) && data !== "[DONE]") return;
    this.hasEvents = true;
    this.#stream.add(data);
  }
}
