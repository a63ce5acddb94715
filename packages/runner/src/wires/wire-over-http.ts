import { type Completion, ModelError, type ModelRequest } from "@sameseed/core";
import { abortError, errorOfModel, refusalError, shownBody, transportError } from "./service-error.ts";
import { headerReader, type HttpAnswer, type HttpClient, httpClient } from "../transport/http-client.ts";
import type { HeaderReader } from "../rate/rate-limit-headers.ts";
import { StreamReader } from "./stream-reader.ts";
import type { WireContext, WireFormat } from "./wire.ts";

/**
 * Sends one request of a model, once. There are two implementations, and one test suite verifies that they
 * behave the same.
 */
export interface RequestSender {
  /** Errors: `ModelError` with a kind. */
  send(request: ModelRequest, signal?: AbortSignal): Promise<Completion>;
  close(): Promise<void>;
}

/** Headers that only hold for one request, such as its signature. */
export type RequestSigner = (url: URL, body: string) => Promise<Readonly<Record<string, string>>>;

export interface WireEndpoint {
  readonly baseUrl: string;
  readonly wire: WireFormat;
  readonly context: WireContext;
  /** With the key, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sign?: RequestSigner | undefined;
}

/** Posts JSON to one URL. */
interface Poster {
  readonly post: HttpClient["post"];
  readonly close: HttpClient["close"];
}

/** A wire format straight over HTTP. Errors: TypeError for an invalid base URL. */
export function wireOverHttp({ baseUrl, wire, context, headers, sign }: WireEndpoint): RequestSender {
  const clientFor = (isStream: boolean): Poster => {
    const { url, authorization } = endpoint(baseUrl, wire, wire.path(context.model, isStream));
    const client = httpClient(url, { headers: authorization === undefined ? headers : { ...headers, authorization } });
    return sign === undefined || authorization !== undefined ? client : signing(client, url, sign);
  };
  const client = clientFor(false);
  let streaming: Poster | undefined;
  return {
    async send(request, signal) {
      try {
        const body = JSON.stringify(wire.body(request, context));
        return request.params.stream === true
          ? await stream((streaming ??= clientFor(true)), body, signal)
          : whole(await client.post(body, { signal }));
      } catch (error) {
        throw signal?.aborted ? abortError(signal) : errorOfModel(transportError(error), context.model);
      }
    },
    async close() {
      await Promise.all([client.close(), streaming?.close()]);
    },
  };

  function whole(answer: HttpAnswer): Completion {
    return timed(completionOf(answer, headerReader(answer.headers)), answer);
  }

  async function stream(client: Poster, body: string, signal?: AbortSignal): Promise<Completion> {
    const reader = new StreamReader(wire);
    const answer = await client.post(body, { signal, onText: (piece) => reader.push(piece) });
    const header = headerReader(answer.headers);
    const { text } = answer.text === "" ? reader : answer;
    // A service that does not stream sends the whole answer at once, with any content type.
    if (!reader.hasEvents && text.trim() !== "") return timed(completionOf({ ...answer, text }, header), answer);
    const completion = wire.completion(reader.end(), header);
    return timed({ ...completion, ttftMs: reader.ttftMs }, answer);
  }

  function completionOf(answer: HttpAnswer, header: HeaderReader): Completion {
    const { status, text } = answer;
    if (status < 200 || status >= 300)
      throw refusalError({ status, header, error: jsonOrAbsent(text), text, model: context.model });
    const json = jsonOrAbsent(text);
    return wire.completion(json === undefined ? eventsOf(text) : json, header);
  }

  /** Text that is not JSON is parsed as an unrequested or unlabelled stream. Errors: `ModelError` with the text, because the text of an HTML page explains more than the position of a syntax error. */
  function eventsOf(text: string): unknown {
    const reader = new StreamReader(wire);
    reader.push(text);
    if (!reader.hasEvents)
      throw new ModelError("invalid_response", `The service's answer is not JSON: ${shownBody(text)}`);
    return reader.end();
  }
}

function signing(client: HttpClient, url: URL, sign: RequestSigner): Poster {
  return {
    post: async (body, options) => client.post(body, { ...options, headers: await sign(url, body) }),
    close: () => client.close(),
  };
}

/** The completion with the times that the transport measured. */
function timed(completion: Completion, { connectMs, latencyMs }: HttpAnswer): Completion {
  const all = latencyMs === undefined ? completion : { ...completion, latencyMs };
  return connectMs === undefined ? all : { ...all, connectMs };
}

function jsonOrAbsent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The URL to post to. A base URL keeps its query; its user and password become the Authorization header. */
function endpoint(baseUrl: string, { ownPath }: WireFormat, path: string): { url: URL; authorization?: string } {
  const url = new URL(baseUrl);
  const { username, password } = url;
  const [pathname, query] = path.split("?") as [string, string | undefined];
  const base = url.pathname.replace(/\/$/, "");
  url.pathname = `${ownPath === undefined ? base : base.replace(ownPath, "")}${pathname}`;
  if (query !== undefined) url.search = url.search === "" ? query : `${url.search}&${query}`;
  url.username = "";
  url.password = "";
  url.hash = "";
  if (username === "" && password === "") return { url };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}
