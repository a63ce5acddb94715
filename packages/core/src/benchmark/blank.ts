const INVISIBLE = /^[\s\u200B-\u200D\u2060\uFEFF]*$/u;

/** Whether a field of the data is blank: missing, null, or text without a visible character. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && INVISIBLE.test(value));
}
