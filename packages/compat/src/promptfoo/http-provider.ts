import { option } from "@sameseed/core";
import type { TranslatedModel } from "../translation/translated-benchmark.ts";
import { environmentHeaders } from "./environment-headers.ts";
import { inside, type Place } from "./place.ts";
import {
  existingScript,
  type Fields,
  isFileReference,
  isObject,
  loadedValue,
  type Reading,
  warnOfKeys,
  withFiles,
} from "./reading.ts";
import { rawRequest } from "./raw-request.ts";
import { bodyTemplate, namesSession, requestTemplate } from "./request-template.ts";

const KNOWN = [
  "url",
  "method",
  "headers",
  "body",
  "queryParams",
  "request",
  "useHttps",
  "transformResponse",
  "responseParser",
  "auth",
  "transform",
];
const SCRIPT = "write a provider as a script, file://provider.js, that does it";
const SAID: Readonly<Record<string, string>> = {
  sessionParser: "sessions are not supported: each case is a separate request",
  session: "sessions are not supported: each case is a separate request",
  stateful: "sessions are not supported: each case is a separate request",
  validateStatus: "a status other than 2xx is a failed trial here",
  maxRetries: `use ${option("maxRetries")}`,
  timeout: `use ${option("timeoutMs")}`,
  tokenEstimation: "tokens are not estimated; let transformResponse give {output, tokenUsage: {prompt, completion}}",
  tls: `client certificates are not sent; an authority of your own by NODE_EXTRA_CA_CERTS; else ${SCRIPT}`,
  signatureAuth: `requests are not signed: ${SCRIPT}`,
};
/** Without these a request would be another one. */
const NEEDED = ["transformRequest", "requestTransform", "multipart"];

export function isHttpId(id: string): boolean {
  return /^https?(?::\/\/|$)/.test(id);
}

/** promptfoo's provider of any HTTP service, or why it has no counterpart. */
export function httpSpec(
  id: string,
  config: Fields,
  { place, reading }: { place: Place; reading: Reading },
): TranslatedModel | string {
  const needed = NEEDED.find((key) => config[key] !== undefined);
  if (needed !== undefined) return `${needed} has no counterpart: name the fields in body, or ${SCRIPT}`;
  const { notes } = reading;
  warnOfKeys(config, place, { known: KNOWN, said: SAID, notes });
  const loaded = loadedValue(config["request"], inside(place, "request"), reading).value;
  const isSecure = id.startsWith("https") || config["useHttps"] === true;
  const raw = typeof loaded === "string" ? rawRequest(loaded, isSecure) : undefined;
  const given = { ...config, ...raw };
  const address = given["url"] ?? (/^https?$/.test(id) ? undefined : id);
  if (typeof address !== "string") return "it has no url";
  const auth = authorization(config["auth"], inside(place, "auth"), reading);
  const url = requestTemplate(withQuery(address, { ...fields(config["queryParams"]), ...auth.query }));
  const own = withFiles(given["body"], inside(place, raw?.["body"] === undefined ? "body" : "request"), reading);
  const body = own === undefined ? undefined : bodyTemplate(own);
  if (typeof url !== "string" || (given["body"] !== undefined && body === undefined))
    return `its request has a template with more than {{names}}: ${SCRIPT}`;
  if (namesSession([address, given["body"], given["headers"]]))
    notes.warn(
      inside(place, config["request"] === undefined ? "body" : "request"),
      "{{sessionId}} is empty: sessions are not supported",
    );
  const headers = { ...environmentHeaders(given["headers"], inside(place, "headers"), reading), ...auth.headers };
  const output = outputOf(config, place, reading);
  const method = typeof given["method"] === "string" ? given["method"].toUpperCase() : undefined;
  return {
    model: "http",
    url,
    ...(method !== undefined && { method: method }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(body !== undefined && method !== "GET" && { body }),
    ...(output !== undefined && { output }),
  };
}

const LLAMA_TOKENS = 512;

/** A server of llama.cpp by its own completion API, which promptfoo's `llama` uses: the prompt is sent without a chat template. */
export function llamaSpec(config: Fields, where: { place: Place; reading: Reading }): TranslatedModel | string {
  const { baseUrl, ...options } = config;
  const base = process.env["LLAMA_BASE_URL"] ?? (typeof baseUrl === "string" ? baseUrl : "http://localhost:8080");
  const request = {
    url: `${base.replace(/\/+$/, "")}/completion`,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: { prompt: "{{prompt}}", n_predict: LLAMA_TOKENS, seed: "{{seed}}", ...options },
    transformResponse: "json.content",
  };
  return httpSpec("http", request, where);
}

/** The answer's place: a path if the code is only a path, else the code. */
function outputOf(config: Fields, place: Place, reading: Reading): string | undefined {
  const key = config["transformResponse"] === undefined ? "responseParser" : "transformResponse";
  const code = config[key];
  if (typeof code !== "string" || code.trim() === "") return undefined;
  if (isFileReference(code)) return existingScript(code, inside(place, key), reading);
  const path = /^(?:\(?json\)?\s*=>\s*)?json((?:\??\.\w+|(?:\?\.)?\[(?:\d+|"[^"]+"|'[^']+')\])*);?$/.exec(
    code.trim(),
  )?.[1];
  if (path === undefined) return `javascript: ${code.trim().replace(/;$/, "")}`;
  return path === "" ? undefined : path.replaceAll("?.[", "[").replaceAll("?.", ".").replace(/^\./, "");
}

interface Authorization {
  readonly headers: Fields;
  readonly query: Fields;
}

/** `auth` as a header or as a part of the address, with its secret from the environment. */
function authorization(auth: unknown, place: Place, reading: Reading): Authorization {
  const none: Authorization = { headers: {}, query: {} };
  if (!isObject(auth)) return none;
  const { type, token, value, keyName, placement } = auth;
  if (type === "bearer")
    return { ...none, headers: environmentHeaders({ Authorization: `Bearer ${String(token)}` }, place, reading) };
  const isKey = type === "api_key" && typeof keyName === "string" && typeof value === "string";
  if (isKey && placement !== "query")
    return { ...none, headers: environmentHeaders({ [keyName]: value }, place, reading) };
  if (isKey && value.includes("{{")) return { ...none, query: { [keyName]: value } };
  reading.notes.warn(place, `${String(type)} is left out: write the header with {{env.VARIABLE}}, or ${SCRIPT}`);
  return none;
}

function withQuery(url: string, query: Fields): string {
  const pairs = Object.entries(query).map(([name, value]) => {
    const text = String(value);
    return `${encodeURIComponent(name)}=${text.includes("{{") ? text : encodeURIComponent(text)}`;
  });
  return pairs.length === 0 ? url : `${url}${url.includes("?") ? "&" : "?"}${pairs.join("&")}`;
}

function fields(value: unknown): Fields {
  return isObject(value) ? value : {};
}
