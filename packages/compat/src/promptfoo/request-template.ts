import { withPlainNames } from "./environment-headers.ts";
import { isObject } from "./reading.ts";

/** promptfoo's variable for a conversation that a service keeps; here each case is a separate request. */
const SESSION = /\{\{\s*sessionId\s*\}\}/g;
/** Filters that only quote or encode, which a sameseed request does where needed. */
const QUOTING = /\{\{\s*([\w.[\]]+)\s*\|\s*(?:dump|tojson|safe|urlencode|trim)(?:\s*\|\s*safe)?\s*\}\}/g;
const NAME = /\{\{\s*[\w.[\]]+\s*\}\}/g;

/**
 * A value of a request as a sameseed template; undefined for expressions other than names, which have no
 * equivalent.
 */
export function requestTemplate(value: unknown): unknown {
  if (typeof value === "string") return textTemplate(value);
  if (Array.isArray(value)) {
    const members = value.map(requestTemplate);
    return members.includes(undefined) ? undefined : members;
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, requestTemplate(member)] as const);
  return members.some(([, member]) => member === undefined) ? undefined : Object.fromEntries(members);
}

/** Whether a request has a place for the id of a session. */
export function namesSession(value: unknown): boolean {
  return JSON.stringify(value ?? null).search(SESSION) !== -1;
}

/** A text that is JSON except for its templates, as a value; any other text as a template. */
export function bodyTemplate(body: unknown): unknown {
  if (typeof body !== "string") return requestTemplate(body);
  const quoted = body
    .replaceAll(/"?\{\{\s*([\w.[\]]+)\s*\|\s*(?:dump|tojson)(?:\s*\|\s*safe)?\s*\}\}"?/g, '"{{$1}}"')
    .replaceAll(/([:[,]\s*)(\{\{\s*[\w.[\]]+\s*\}\})/g, '$1"$2"');
  try {
    return requestTemplate(JSON.parse(quoted) as unknown);
  } catch {
    return textTemplate(body);
  }
}

function textTemplate(text: string): string | undefined {
  const plain = withPlainNames(text).replaceAll(SESSION, "").replaceAll(QUOTING, "{{$1}}");
  return /\{\{|\{%|\{#/.test(plain.replaceAll(NAME, "")) ? undefined : plain;
}
