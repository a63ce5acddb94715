import { durationMs } from "../rate/rate-limit-headers.ts";

/** A service's error, independent of its format. Fields that the service did not send are absent. */
export interface ErrorBody {
  readonly message: string | undefined;
  /** The service's words for the kind: OpenAI's `code` and `type`, Google's `status` and reasons. */
  readonly words: readonly string[];
  /** The HTTP status that it names as a number, such as OpenRouter's `code`. */
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The error in the JSON of a refused request: `{error: {message, code, type}}` (OpenAI, Anthropic), the same in a list
 * (Google), `{error: "…", code}` (xAI, Ollama), `{message}` (Bedrock, Mistral), `{detail: [{msg, loc}]}` (Mistral).
 */
export function errorBody(json: unknown): ErrorBody {
  const body = fields(Array.isArray(json) ? json[0] : json);
  const inner = body["error"];
  const error = typeof inner === "object" && inner !== null ? fields(inner) : body;
  const message = typeof inner === "string" ? inner : (messageIn(error) ?? messageIn(body));
  const details = Array.isArray(error["details"]) ? error["details"].map(fields) : [];
  const words = [error["code"], error["type"], error["status"], body["code"], ...details.map(({ reason }) => reason)];
  const codes = [error["code"], error["status"], body["code"], body["status"]];
  const quotas = details.flatMap(({ violations }) => (Array.isArray(violations) ? violations.map(fields) : []));
  const isDaily = quotas.some(({ quotaId }) => typeof quotaId === "string" && /PerDay/i.test(quotaId));
  const delay = details.find(({ retryDelay }) => typeof retryDelay === "string")?.["retryDelay"];
  return {
    message,
    status: codes.map(Number).find((code) => code >= 400 && code < 600),
    words: [...words.filter((word) => typeof word === "string"), ...(isDaily ? ["insufficient_quota"] : [])],
    retryAfterMs: typeof delay === "string" ? durationMs(delay) : undefined,
  };
}

/** A message, or the list of errors by field. */
function messageIn(error: Fields): string | undefined {
  const { message = error["Message"], detail } = error;
  if (typeof message === "string") return message;
  const list = Array.isArray(detail) ? detail : (fields(message)["detail"] ?? detail);
  if (typeof list === "string") return list;
  if (!Array.isArray(list)) return undefined;
  return list
    .map(fields)
    .map(({ loc, msg }) => `${Array.isArray(loc) ? loc.join(".") : ""} ${String(msg)}`.trim())
    .join("; ");
}

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
