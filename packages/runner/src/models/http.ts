import { createHash } from "node:crypto";
import {
  contentHash,
  type Completion,
  ChainPreview,
  isObject,
  messageText,
  type Model,
  ModelError,
  type ModelRequest,
  SameseedError,
  textCompletion,
  type Vars,
} from "@sameseed/core";
import { rateLimitNotice } from "../rate/rate-limit-headers.ts";
import { headerReader, type HttpAnswer, type HttpClient, httpClient } from "../transport/http-client.ts";
import { withEnvironment } from "./environment-text.ts";
import { checkHeaders, headerSecrets } from "./header-values.ts";
import { type OutputFunction, type OutputReader, outputReader } from "./http-output.ts";
import {
  type CompiledRequest,
  compileRequest,
  type HttpTemplate,
  REQUEST_VARS,
  requestVariables,
} from "./http-request.ts";
import { redactor } from "../transport/redact.ts";
import { keysIn, withoutKeys } from "./secret-fields.ts";
import { abortError, cleanError, errorOfModel, refusalError, transportError } from "../wires/service-error.ts";

/** A request template for a service, and where its answer is. */
export interface HttpOptions extends HttpTemplate {
  /** Id of the model. Default: `http:` and the origin of the URL. */
  readonly id?: string | undefined;
  /** Path of the answer in the JSON, `javascript: …` over `json` and `text`, or a function. Default: the whole body. */
  readonly output?: string | OutputFunction | undefined;
  /** Hash of the source of an `output` function. It identifies the function in the model's identity. */
  readonly outputHash?: string | undefined;
}

/**
 * Any service over HTTP. The request is a template, and `output` selects the answer in the response. One call is one attempt; a
 * status other than 2xx is an error with a kind, as with any other model.
 */
export function http(options: HttpOptions): Model {
  const { url, method, body, headers = {}, output } = options;
  const id = options.id ?? `http:${originOf(url)}`;
  const variables = requestVariables(options);
  const { clean, cleanAnswer } = redactor([
    withEnvironment(url),
    ...variables.map((name) => process.env[name]),
    ...headerSecrets(headers),
    ...keysIn(body),
  ]);
  const caseVars = new Map<string, Vars>();
  let opened: Opened | undefined;
  const open = (): Opened =>
    (opened ??= {
      request: compileRequest(id, options),
      read: outputReader(output),
      client: httpClient(new URL(withEnvironment(url)!)),
    });

  return {
    id,
    identity: {
      provider: "http",
      url: shownUrl(url),
      origin: originOf(url),
      ...(method !== undefined && { method }),
      ...(body !== undefined && { body: withoutKeys(body) }),
      request: contentHash({ url: url.replace(PASSWORD, "//"), body: withoutKeys(body ?? null) }).slice(0, 16),
      output: typeof output === "function" ? (options.outputHash ?? "function") : (output ?? null),
    },
    quota: createHash("sha256")
      .update(`${originOf(url)}|${JSON.stringify(headerSecrets(headers))}`)
      .digest("hex"),
    /**
     * A cache compares the messages and not the variables: where the request reads those, equal messages are
     * not one request.
     */
    isCacheable: !readsVariables(options),

    releasesSignal: true,

    async prepare() {
      checkRequest({ id, options, variables });
      open();
    },

    async notes(cases) {
      if (!isComplete({ id, options, variables })) return [];
      const { names, fill } = open().request;
      const read = [...names].filter((name) => !REQUEST_VARS.has(name));
      if (read.length > 0) {
        const preview = new ChainPreview();
        for await (const one of cases) {
          const vars = picked(preview.of(one).vars, read);
          fill({ ...vars, prompt: "0", messages: [], seed: 0 }, `Model "${id}", case "${one.id}"`);
          caseVars.set(one.id, vars);
        }
      }
      return names.has("seed") ? [] : [`${id}: the request has no {{seed}}, so the seed is not sent.`];
    },

    async complete(request, signal) {
      const { client, read, request: compiled } = open();
      try {
        const own = request.vars === undefined ? caseVars.get(request.case) : picked(request.vars, [...compiled.names]);
        const filled = compiled.fill(varsOf(request, own), `Case "${request.case}"`);
        const answer = await client.send(filled, { signal });
        return cleanAnswer(await completionOf(answer, read));
      } catch (error) {
        throw signal?.aborted
          ? abortError(signal)
          : cleanError(errorOfModel(modelError(error), nameIn(body)), { clean });
      }
    },

    async close() {
      await opened?.client.close();
      opened = undefined;
    },
  };
}

/** State that the first request creates. */
interface Opened {
  readonly request: CompiledRequest;
  readonly read: OutputReader;
  readonly client: HttpClient;
}

/** The service's name for the model, where the request's body has one as OpenAI's does. */
function nameIn(body: unknown): string | undefined {
  const name = isObject(body) ? body["model"] : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** One message is its text; several are a list, which is JSON inside a text. */
function varsOf({ messages, seed }: ModelRequest, vars: Vars = {}): Vars {
  const [only, second] = messages;
  const prompt = only?.role === "user" && second === undefined ? messageText(only) : messages;
  return { ...vars, prompt, messages, seed };
}

async function completionOf(answer: HttpAnswer, read: OutputReader): Promise<Completion> {
  const { status, headers, text, connectMs, latencyMs } = answer;
  const header = headerReader(headers);
  const json = jsonOf(text);
  if (status < 200 || status >= 300)
    throw refusalError({ status, header, error: (json as { error?: unknown } | null)?.error, text });
  const { text: output, isStructured, usage } = await read({ json, text }, { response: { status, headers } });
  const rateLimit = rateLimitNotice(header);
  return textCompletion(output, { structured: isStructured || undefined, usage, connectMs, latencyMs, rateLimit });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function modelError(error: unknown): ModelError {
  return error instanceof SameseedError ? new ModelError("bad_request", error.message) : transportError(error);
}

interface Checked {
  readonly id: string;
  readonly options: HttpOptions;
  /** Environment variables of address and body. */
  readonly variables: readonly string[];
}

/** Errors: `MISSING_KEY` for an environment variable that is not set, `BAD_ARGUMENT` for a header or an address that cannot be used. */
function checkRequest({ id, options: { url, headers = {} }, variables }: Checked): void {
  checkHeaders(id, headers);
  const missing = variables.find((name) => !process.env[name]);
  if (missing !== undefined)
    throw new SameseedError("MISSING_KEY", `${id} needs ${missing} for its request, and it is not set.`, {
      hint: `Set ${missing}.`,
    });
  if (!/^https?:$/.test(addressOf(url)?.protocol ?? ""))
    throw new SameseedError("BAD_ARGUMENT", `The url of ${id} is not an http or https URL.`, {
      hint: "Write it like https://api.example.com/chat; only path and query can contain {{variables}}.",
    });
}

/** False without its environment variables, which a check of the benchmark reports. Errors: the others of `checkRequest`. */
function isComplete(checked: Checked): boolean {
  try {
    checkRequest(checked);
    return true;
  } catch (error) {
    if (error instanceof SameseedError && error.code === "MISSING_KEY") return false;
    throw error;
  }
}

/** Whether a request reads anything of a case but its prompt. */
function readsVariables({ url, headers = {}, body }: HttpTemplate): boolean {
  const text = JSON.stringify([url, headers, body ?? null]);
  const names = [...text.matchAll(/\{\{\s*([^{}.[\]\s]+)/g)].map((match) => match[1]!);
  return names.some((name) => name !== "env" && !REQUEST_VARS.has(name));
}

function addressOf(url: string): URL | undefined {
  const address = withEnvironment(url) ?? url;
  return URL.canParse(address) ? new URL(address) : undefined;
}

function originOf(url: string): string {
  return addressOf(url)?.origin ?? "unknown";
}

const PASSWORD = /\/\/[^/\s@]*@/;

/** The address as written, without possible secrets: user, password and query. */
function shownUrl(url: string): string {
  return url.replace(PASSWORD, "//").replace(/\?.*$/, "");
}

function picked(vars: Vars, names: readonly string[]): Vars {
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(vars, name) ? [[name, vars[name]]] : [])));
}
