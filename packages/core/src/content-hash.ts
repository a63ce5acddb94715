import { sha256Hex } from "@sameseed/stats";

/** SHA-256 in hex over the canonical JSON of `value`: equal content, equal hash, on every machine. */
export function contentHash(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}

/**
 * JSON with sorted keys and without undefined members (RFC 8785 except for its number format, which is
 * JavaScript's own).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  let members = "";
  for (const key of sortedKeys(value)) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member === undefined) continue;
    members += `${members === "" ? "" : ","}${written(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Most objects have their few keys in order. */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  for (let place = 1; place < keys.length; place++) if (keys[place - 1]! > keys[place]!) return keys.toSorted();
  return keys;
}

/** Keys as JSON: those of all cases are mostly the same. */
const writtenKeys = new Map<string, string>();
const MOST_KEYS = 1000;

function written(key: string): string {
  const known = writtenKeys.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (writtenKeys.size < MOST_KEYS && key.length < 100) writtenKeys.set(key, text);
  return text;
}
