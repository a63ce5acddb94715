import { SameseedError } from "@sameseed/core";

/**
 * Refuses a key with characters that a header cannot contain, such as a line break from a file or a shell, and
 * one in quotation marks or after "Bearer", which no service accepts.
 * `source` names its origin, such as an environment variable. The key is never shown. Errors: `BAD_ARGUMENT`.
 */
export function checkKey(modelId: string, key: string | undefined, source: string): void {
  if (key === undefined) return;
  const problem = problemOf(key);
  if (problem === null) return;
  throw new SameseedError("BAD_ARGUMENT", `The key of ${modelId} (${source}) ${problem}.`, {
    hint: `Set ${source} to the key alone, on one line, without spaces or quotation marks around it.`,
  });
}

/** The problem of a key that cannot be sent in a header, in words; null for a valid key. */
function problemOf(key: string): string | null {
  if (/[\r\n]/.test(key)) return "has a line break";
  if (key !== key.trim()) return "has a space at its start or end";
  if (/^["'`]|["'`]$/.test(key)) return "has a quotation mark at its start or end";
  if (/^bearer\s/i.test(key)) return 'starts with "Bearer"';
  // oxlint-disable-next-line no-control-regex -- those are the characters that no header may hold
  if (/[\0-\x08\x0B-\x1F\x7F]/.test(key)) return "has a control character";
  return /[^\0-\xFF]/.test(key) ? "has a character that is not allowed in an HTTP header" : null;
}
