/** Names of fields that contain secrets. Numbers never do, such as `max_tokens: 100`. */
const SECRET = /auth|api_?-?key|token|secret|password|credential/i;

/** The value with `[key]` instead of texts under names of secrets, except names of environment variables. */
export function withoutKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isKey(name, member) ? "[key]" : withoutKeys(member)]),
  );
}

/** Those texts. */
export function keysIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (isKey(name, member) ? [member] : keysIn(member)));
}

function isKey(name: string, value: unknown): value is string {
  return SECRET.test(name) && typeof value === "string" && !value.includes("{{");
}
