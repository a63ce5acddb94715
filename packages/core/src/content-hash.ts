import { sha256Hex } from "@sameseed/stats";

/** SHA-256 in hex over the canonical JSON of `value`: equal content, equal hash, on every machine. */
export function contentHash(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}

/** JSON with sorted keys and without undefined members (RFC 8785 but for its number format, which is JavaScript's own). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
