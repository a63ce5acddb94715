/** Names of fields that hold secrets. Numbers never do: `max_tokens: 100` is none. */
const SECRET = /auth|api_?-?key|token|secret|password|credential/i;

/** The value with `[key]` in place of texts under names that mean a secret; what names the environment is none. */
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
