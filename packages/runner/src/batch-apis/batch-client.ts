import { ModelError } from "@sameseed/core";
import type * as z from "@sameseed/core/zod";
import { refusalError, transportError } from "../wires/service-error.ts";
import { headerReader, type HttpClient, type HttpRequest, httpClient } from "../transport/http-client.ts";

/** Bytes of the file of a whole batch's answers that are read at most. */
const MOST_RESULT_BYTES = 400 << 20;

/** The requests of a batch service: JSON and files under a base URL. Errors: `ModelError` with a kind. */
export interface BatchClient {
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  /** Uploads a file as `multipart/form-data`. */
  upload(path: string, file: UploadedFile): Promise<unknown>;
  /** The lines of a file that are of the schema. Errors: after the last line `invalid_response`, where others were among them. */
  lines<T>(path: string, schema: z.ZodType<T>): AsyncIterable<T>;
}

export interface UploadedFile {
  readonly name: string;
  readonly text: string;
  /** Other fields of the form. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface BatchClientOptions {
  readonly baseUrl: string;
  /** The part of the base URL's path that the requests contain themselves. */
  readonly ownPath?: RegExp | undefined;
  /** With the key, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

export function batchClient({ baseUrl, ownPath, headers }: BatchClientOptions): BatchClient {
  const url = new URL(baseUrl);
  const whole = url.pathname.replace(/\/$/, "");
  const base = ownPath === undefined ? whole : whole.replace(ownPath, "");
  const client: HttpClient = httpClient(url);

  async function send(request: Pick<HttpRequest, "body" | "method" | "path">, contentType: string): Promise<string> {
    const search = request.path.includes("?") ? url.search.replace("?", "&") : url.search;
    const path = `${base}${request.path}${search}`;
    const sent = { accept: "application/json", "content-type": contentType, ...headers };
    const answer = await client
      .send({ ...request, path, headers: sent }, { mostBytes: MOST_RESULT_BYTES })
      .catch((error: unknown) => {
        throw transportError(error);
      });
    const { status, text } = answer;
    if (status >= 200 && status < 300) return text;
    throw refusalError({ status, header: headerReader(answer.headers), error: jsonOrAbsent(text), text });
  }

  return {
    get: async (path) => parsed(await send({ method: "GET", path, body: null }, "application/json")),
    post: async (path, body) =>
      parsed(await send({ method: "POST", path, body: JSON.stringify(body) }, "application/json")),
    async upload(path, { name, text, fields }) {
      const boundary = `sameseed-${crypto.randomUUID()}`;
      const parts = Object.entries(fields).map(
        ([field, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
      );
      const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/jsonl\r\n\r\n${text}\r\n`;
      const body = `${parts.join("")}${file}--${boundary}--\r\n`;
      return parsed(await send({ method: "POST", path, body }, `multipart/form-data; boundary=${boundary}`));
    },
    async *lines(path, schema) {
      let unreadable = 0;
      const text = await send({ method: "GET", path, body: null }, "application/json");
      for (let start = 0; start < text.length;) {
        const end = text.indexOf("\n", start);
        const line = text.slice(start, end === -1 ? undefined : end).trim();
        const read = schema.safeParse(line === "" ? undefined : jsonOrAbsent(line));
        if (read.success) yield read.data;
        else if (line !== "") unreadable++;
        start = end === -1 ? text.length : end + 1;
      }
      if (unreadable > 0) throw unreadableAnswers(unreadable);
    },
  };
}

/** Unreadable answers of a batch. */
export function unreadableAnswers(count: number): ModelError {
  return new ModelError(
    "invalid_response",
    `The batch's file of answers has ${count} unreadable line${count === 1 ? "" : "s"}.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ModelError("invalid_response", "The service's answer on a batch is not JSON.");
  }
}

function jsonOrAbsent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
