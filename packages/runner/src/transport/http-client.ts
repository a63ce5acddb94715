import type { Dispatcher } from "undici";
import type { HeaderReader } from "../rate/rate-limit-headers.ts";
import { type AbortListening, AbortListeners } from "./abort-listeners.ts";
import { Arrivals } from "./arrivals.ts";
import { connect } from "./connect.ts";
import type { Connections, RequestEnd } from "./connections.ts";
import { HttpHeaders } from "./http-headers.ts";
import { mostBytesOf, tooLarge } from "./response-size.ts";
import { decoderOf, isFrames, textOf } from "./response-text.ts";

/** An HTTP response, with any status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** The whole body; empty where it went to `onText`. */
  readonly text: string;
  /** How long the request waited for a new connection; absent without one. */
  readonly connectMs?: number;
  /** Time from sending to the end of the answer, if the answer then waited for others that arrived in its turn. */
  readonly latencyMs?: number;
}

/** Reads a response's headers by their lower-case names. */
export function headerReader(headers: HttpHeaders): HeaderReader {
  const reader: HeaderReader = (name) => headers.get(name);
  reader.names = headers.names;
  return reader;
}

export interface PostOptions {
  /** Drops the request; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Takes the pieces of an event stream (`text/event-stream`, status 200) as they arrive; for a stream of
   * AWS's frames one character per byte. True ends the stream: the answer is complete then, whether or not
   * the service closes it.
   */
  readonly onText?: ((piece: string) => boolean) | undefined;
  /** For this request alone, beyond the client's. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Bytes of a success that are read at most. Default: 64 MB. */
  readonly mostBytes?: number | undefined;
}

/** A request to the client's origin. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Sends requests to one origin over connections that are kept alive. */
export interface HttpClient {
  /** Posts JSON to the client's own URL, with its headers. */
  post(body: string, options?: PostOptions): Promise<HttpAnswer>;
  send(request: HttpRequest, options?: PostOptions): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** Of `post`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A client for `url`, one connection a request in flight. It speaks to undici's dispatcher and not to fetch:
 * measured, that is a third to a seventh of the CPU time (docs/decisions/0040-transport.md). undici is loaded
 * with the first request.
 */
export function httpClient(url: URL, { headers = {} }: HttpClientOptions = {}): HttpClient {
  const { origin } = url;
  const path = `${url.pathname}${url.search}`;
  const sent = { "content-type": "application/json", accept: "application/json", ...headers };
  const opened = { connections: 0 };
  const state: ClientState = { opened, aborts: new AbortListeners(), arrivals: new Arrivals() };
  let connecting: Promise<Connections> | undefined;
  let connections: Connections | undefined;

  const exchanged = ({ take, give, isKept }: Connections, request: HttpRequest, options: PostOptions) =>
    new Promise<HttpAnswer>((resolve, reject) => {
      const connection = take();
      const settle = { resolve, reject, end: (how: RequestEnd) => give(connection, how) };
      const exchange = new Exchange(options, settle, state);
      const { method, path, headers, body } = request;
      connection.dispatch({ origin, method, path, headers, body, reset: isKept() ? undefined : true }, exchange);
    });
  const send: HttpClient["send"] = (request, options = {}) => {
    if (connections !== undefined) return exchanged(connections, request, options);
    connecting ??= connect(url, () => opened.connections++).then((found) => (connections = found));
    return connecting.then((found) => exchanged(found, request, options));
  };

  return {
    send,
    post: (body, options) => {
      const headers = options?.headers === undefined ? sent : { ...sent, ...options.headers };
      return send({ method: "POST", path, headers, body }, options);
    },
    async close() {
      const all = await connecting?.catch(() => undefined); // an invalid address has already failed its request
      await all?.destroy();
    },
  };
}

/** Events, or a line of JSON each (Ollama's). */
const STREAM = /text\/event-stream|application\/(?:x-)?ndjson|application\/vnd\.amazon\.eventstream/i;
/** How long a finished stream may stay open. */
const END_MS = 250;

interface Settle {
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (error: unknown) => void;
  /** The connection has finished the request, with any outcome. */
  readonly end: (how: RequestEnd) => void;
}

/** State that the requests of a client share. */
interface ClientState {
  readonly opened: {
    /** So far. */
    readonly connections: number;
  };
  readonly aborts: AbortListeners;
  readonly arrivals: Arrivals;
}

/**
 * One request and its answer. A class because undici calls back into it, and because it holds the pieces so far. These are
 * undici's older callbacks: its newer ones make an object of all headers for each response.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal | undefined;
  /** Undefined once it is known that the response is not a stream. */
  #onText: PostOptions["onText"];
  readonly #mostBytes: PostOptions["mostBytes"];
  readonly #settle: Settle;
  #abort: ((reason?: Error) => void) | undefined;
  #status = 0;
  #isDropped = false;
  #headers = new HttpHeaders();
  #encoding: string | undefined;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #decode: ((piece: Buffer) => string) | undefined;
  readonly #opened: ClientState["opened"];
  readonly #openedBefore: number;
  readonly #arrivals: Arrivals;
  #isInFlight = true;
  #latencyMs: number | undefined;
  readonly #sentMs = performance.now();
  #connectMs: number | undefined;
  #ending: NodeJS.Timeout | undefined;
  readonly #listening: AbortListening | undefined;
  readonly #onAbort = (): void => this.#drop(this.#signal?.reason);

  constructor({ signal, onText, mostBytes }: PostOptions, settle: Settle, { opened, aborts, arrivals }: ClientState) {
    this.#opened = opened;
    this.#openedBefore = opened.connections;
    this.#signal = signal;
    this.#onText = onText;
    this.#mostBytes = mostBytes;
    this.#settle = settle;
    this.#arrivals = arrivals;
    arrivals.began();
    this.#listening = signal && aborts.of(signal);
    if (this.#listening?.isAborted) this.#drop(signal?.reason);
    this.#listening?.listeners.add(this.#onAbort);
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.#abort = abort;
    if (this.#opened.connections !== this.#openedBefore) this.#connectMs = performance.now() - this.#sentMs;
    if (this.#listening?.isAborted) abort(new Error("The request was cancelled."));
  }

  onHeaders(status: number, raw: Buffer[]): boolean {
    if (status < 200) return true; // a hint (103) before the answer
    this.#status = status;
    const headers = new HttpHeaders(raw);
    this.#headers = headers;
    this.#encoding = headers.all("content-encoding");
    if (status !== 200) this.#onText = undefined;
    if (this.#onText === undefined) return true;
    if (!STREAM.test(headers.all("content-type") ?? "")) this.#onText = undefined;
    else if (this.#encoding === undefined) this.#decode = decoderOf(headers);
    return true;
  }

  onData(piece: Buffer): boolean {
    if (!this.#isDropped) this.#take(piece);
    return true;
  }

  #take(piece: Buffer): void {
    const mostBytes = mostBytesOf(this.#status, this.#mostBytes);
    this.#bytes += piece.length;
    if (this.#bytes > mostBytes) {
      this.#pieces = [];
      this.#drop(tooLarge(mostBytes));
      return;
    }
    if (this.#decode === undefined) {
      this.#pieces.push(piece);
      return;
    }
    try {
      if (this.#onText?.(this.#decode(piece)) === true) this.#finish();
    } catch (error) {
      this.#drop(error);
    }
  }

  /** The connection can be reused after the service ends the stream; otherwise it is closed. */
  #finish(): void {
    this.#listening?.listeners.delete(this.#onAbort);
    this.#arrive();
    this.#ending ??= setTimeout(() => this.#abort?.(new Error("The stream was left open.")), END_MS).unref();
  }

  onComplete(): void {
    this.#release("answered");
    this.#arrive();
  }

  /** The answer is complete, for the first time: a stream that was over is closed later. */
  #arrive(): void {
    if (!this.#leave()) return;
    if (!this.#arrivals.isHeld) return this.#handOver();
    this.#latencyMs = performance.now() - this.#sentMs;
    this.#arrivals.hold(() => this.#handOver());
  }

  #handOver(): void {
    try {
      this.#settle.resolve(this.#answer());
    } catch (error) {
      this.#settle.reject(error);
    }
  }

  /** False if it was not in flight any more. */
  #leave(): boolean {
    if (!this.#isInFlight) return false;
    this.#isInFlight = false;
    this.#arrivals.ended();
    return true;
  }

  onError(error: Error): void {
    this.#release(this.#status === 0 && !this.#isDropped ? "closed" : "failed");
    this.#leave();
    this.#settle.reject(error);
  }

  #answer(): HttpAnswer {
    const mostBytes = mostBytesOf(this.#status, this.#mostBytes);
    const coding = this.#onText !== undefined && isFrames(this.#headers) ? "latin1" : "utf8";
    const text = textOf(this.#pieces, { encoding: this.#encoding, mostBytes, coding });
    if (text !== "") this.#onText?.(text); // a stream in a coding, which is read as a whole
    return {
      status: this.#status,
      headers: this.#headers,
      text: this.#onText === undefined ? text : "",
      connectMs: rounded(this.#connectMs),
      latencyMs: rounded(this.#latencyMs),
    };
  }

  /** Settles at once: a request that waits for a connection is not heard of again until it has one. */
  #drop(reason: unknown): void {
    this.#isDropped = true;
    this.#leave();
    this.#settle.reject(reason);
    this.#abort?.(new Error("The request was cancelled."));
  }

  #release(how: RequestEnd): void {
    clearTimeout(this.#ending);
    this.#listening?.listeners.delete(this.#onAbort);
    this.#settle.end(how);
  }
}

/** Milliseconds to the microsecond. */
function rounded(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Number(milliseconds.toFixed(3));
}
