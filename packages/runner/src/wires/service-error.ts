import { type ErrorKind, ModelError, thrownText } from "@sameseed/core";
import { errorBody } from "./error-body.ts";
import { namedWaitMs } from "./named-wait.ts";
import { isSpent, type ToldQuotaEnd } from "./spent-quota.ts";
import { socketFault } from "../transport/socket-fault.ts";
import { type HeaderReader, rateLimitNotice, retryAfterMs } from "../rate/rate-limit-headers.ts";

/** Codes of Node's sockets, resolver and TLS that mean that no usable server answers. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "ERR_INVALID_URL",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UND_ERR_CONNECT_TIMEOUT",
]);
/** Characters of a service's error to show: some send a whole page. */
const SHOWN_LENGTH = 500;
/** Characters of a service's error to read, for pages that are converted to text. */
const READ_LENGTH = 20_000;

/** Gateways also use 403 for a prompt that their filter refuses, which says nothing about the key. */
const MODERATED = /\bmoderat|\bflagged\b|content (?:policy|filter)|safety (?:policy|filter)/i;

/** Services' codes for a model that they do not have. */
const UNKNOWN_MODEL_CODES: ReadonlySet<string> = new Set(["invalid_model", "model_not_found"]);
/**
 * Gateways answer 400 for an unknown model. A refusal may also quote a prompt with such words, so it must
 * name the model.
 */
const UNKNOWN_MODEL =
  /\bnot a valid model\b|\b(?:invalid|unknown) model(?: id| name|[:.]|$)|\bmodel:? ["'`]?[\w./:@-]+["'`]? (?:does not exist|(?:was |is )?not found)\b/i;
/** Bedrock's whole message, which does not name the model, and its message for a model that only inference profiles reach. */
const UNKNOWN_AT_BEDROCK =
  /^The provided model identifier is invalid\.?$|^Invocation of model ID \S+ with on-demand throughput isn.t supported\./;

/** Refusals for too many requests, of one client or of all. */
const NAMES_WAIT: ReadonlySet<number> = new Set([429, 503, 529]);

/** An unsuccessful response. */
export interface Refusal {
  readonly status: number;
  readonly header: HeaderReader;
  /** The body, where it is JSON; else undefined. */
  readonly error: unknown;
  /** The body, shown where the error has no message. */
  readonly text: string;
  /** The service's name for the requested model, if known. */
  readonly model?: string | undefined;
}

/** A refusal by HTTP status as an error with a kind. */
export function refusalError({ status, header, error, text, model }: Refusal): ModelError {
  const { message, words, retryAfterMs: told } = errorBody(error);
  const said = message ?? redirection(status, header) ?? shownBody(text);
  const waitMs = retryAfterMs(header) ?? told ?? (NAMES_WAIT.has(status) ? namedWaitMs(said) : undefined);
  return new ModelError(kindOf({ status, words, said, waitMs, model }), `${status} ${said}`, {
    status,
    retryAfterMs: waitMs,
    rateLimit: rateLimitNotice(header),
  });
}

/**
 * The error with its kind corrected by the requested model, for errors that were read without it, such as one
 * in a body with status 200.
 */
export function errorOfModel(error: ModelError, model: string | undefined): ModelError {
  const { kind, message, status, retryAfterMs: wait, rateLimit, isLasting, hint } = error;
  if (kind !== "bad_request" || !(status === 400 || status === 422) || !isUnknownModel(message, model)) return error;
  return new ModelError("not_found", message, { status, retryAfterMs: wait, rateLimit, isLasting, hint });
}

function isUnknownModel(said: string, model: string | undefined): boolean {
  return UNKNOWN_AT_BEDROCK.test(said) || (model !== undefined && said.includes(model) && UNKNOWN_MODEL.test(said));
}

interface ToldKind extends ToldQuotaEnd {
  readonly model: string | undefined;
}

/** Google answers 400 to an invalid key. */
function kindOf(told: ToldKind): ErrorKind {
  const { status, words, said, model } = told;
  if (isSpent(told)) return "insufficient_quota";
  if (words.includes("API_KEY_INVALID")) return "authentication";
  const isUnknown = words.some((word) => UNKNOWN_MODEL_CODES.has(word)) || isUnknownModel(said, model);
  if ((status === 400 || status === 422) && isUnknown) return "not_found";
  return status === 403 && MODERATED.test(said) ? "bad_request" : kindOfStatus(status);
}

function kindOfStatus(status: number): ErrorKind {
  if (status === 401 || status === 403) return "authentication";
  if (status === 404 || status === 410 || (status >= 300 && status < 400)) return "not_found";
  if (status === 408) return "timeout";
  if (status === 424) return "server"; // Bedrock's ModelErrorException: the model failed, not the request
  if (status === 429) return "rate_limited";
  return status === 409 || status === 425 || status >= 500 ? "server" : "bad_request";
}

/** Target of a redirect. It is not followed, since a key is sent only to the address that the user gave. */
function redirection(status: number, header: HeaderReader): string | undefined {
  const location = status >= 300 && status < 400 ? header("location") : undefined;
  return location === undefined ? undefined : `The service has moved to ${location}`;
}

/** A body's text for an error: for an HTML page its words without tags. */
export function shownBody(text: string): string {
  if (text === "") return "(no body)";
  // Half a word at the cut may be half a key.
  const start = text.length > READ_LENGTH ? text.slice(0, READ_LENGTH).replace(/\S*$/, "") : text;
  if (!/^\s*<(?:!doctype|html)/i.test(start)) return start;
  const words = start.replaceAll(/<(script|style)\b.*?<\/\1>|<[^>]*>/gis, " ");
  return words.replaceAll(/\s+/g, " ").trim();
}

/** A transport's error as an error with a kind. The original is not kept as the cause, because it may contain the request's headers with the key. */
export function transportError(thrown: unknown): ModelError {
  if (thrown instanceof ModelError) return thrown;
  if (!(thrown instanceof Error)) return new ModelError("other", thrownText(thrown));
  const fault = socketFault(thrown);
  if (fault !== undefined)
    return new ModelError(UNREACHABLE.has(fault.code) ? "unreachable" : "connection", fault.text);
  // Its message has a piece of the answer, cut somewhere: half a key would not be known for one.
  if (thrown instanceof SyntaxError) return new ModelError("invalid_response", "The service's answer is not JSON.");
  if (thrown instanceof RangeError)
    // a stack that is full
    return new ModelError("invalid_response", "The service's answer is nested too deeply.", { isLasting: true });
  if (thrown.name === "HTTPParserError") return new ModelError("connection", thrown.message);
  if (thrown.name === "TypeError" && thrown.message === "terminated")
    return new ModelError("connection", "The connection ended in the middle of the answer.");
  const isConnection = thrown.constructor.name === "APIConnectionError";
  return new ModelError(isConnection ? "connection" : "other", thrown.message);
}

/** How errors of one model are worded. */
export interface ErrorWords {
  /** Takes secrets out of a text. */
  clean(text: string): string;
  /** Remedy for an error of a kind; undefined without one. */
  remedy?(kind: ErrorKind): string | undefined;
}

/** The error with secrets removed from its message, which is cut after that: half a key is a secret too. */
export function cleanError(error: ModelError, { clean, remedy }: ErrorWords): ModelError {
  const { kind, message, status, retryAfterMs: wait, rateLimit, isLasting } = error;
  const cleaned = shortened(clean(message));
  const hint = error.hint ?? remedy?.(kind);
  return cleaned === message && hint === error.hint
    ? error
    : new ModelError(kind, cleaned, { status, retryAfterMs: wait, rateLimit, isLasting, hint });
}

/** The error of a request whose signal was aborted. */
export function abortError({ reason }: AbortSignal): ModelError {
  return reason instanceof ModelError ? reason : new ModelError("aborted", "The request was cancelled.");
}

function shortened(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}
