import type { Completion, ModelRequest } from "@sameseed/core";
import type { ProviderProfile } from "../providers/profiles/provider-profile.ts";
import type { HeaderReader } from "../rate/rate-limit-headers.ts";

/** Input of a request body. */
export interface WireContext {
  readonly profile: ProviderProfile;
  /** The service's name for the model. */
  readonly model: string;
  /** Field for the seed; null if no seed is sent. */
  readonly seedField: string | null;
}

/** Puts the pieces of a streamed answer together. */
export interface WireStream {
  /** True once the answer is complete, whether or not the service closes the stream. */
  readonly isOver: boolean;
  /** From the request to the first piece of the answer; null before it. */
  readonly ttftMs: number | null;
  /** Takes the data of one event. Errors: `ModelError` where the event is an error. */
  add(data: string): void;
  /** The answer as it would have come in one piece. Errors: `invalid_response` where the stream ended before the answer did. */
  end(): unknown;
}

/** One wire format: how a request is written and an answer is read. Pure; HTTP is elsewhere. */
export interface WireFormat {
  /** Beneath the base URL, with the query. */
  path(model: string, isStream: boolean): string;
  /** The base URL's path without the part that `path` contains, so that both ways of writing it work. */
  readonly ownPath?: RegExp;
  /** Errors: `ModelError` `bad_request` for content that the format does not support, such as audio. */
  body(request: ModelRequest, context: WireContext): Readonly<Record<string, unknown>>;
  /** Errors: `ModelError` for a response without an answer. */
  completion(answer: unknown, header: HeaderReader): Completion;
  stream(): WireStream;
  /** The framing of a stream's events: `data:` lines, one line of JSON each, or AWS's binary frames. */
  readonly framing: "events" | "lines" | "frames";
}
