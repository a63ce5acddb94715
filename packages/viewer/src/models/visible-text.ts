/**
 * Characters that are invisible or reorder the text around them: controls except tab and line breaks,
 * bidirectional overrides, embeddings and isolates, zero-width space, word joiner, byte order mark. Joiners
 * that emoji and scripts need are left.
 */
const HIDDEN = /[^\P{Cc}\t\n\r]|[\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;

export type TextPart = { readonly text: string } | { readonly code: string };

/** Splits a text into visible parts and the code points (`U+202E`) of invisible characters. */
export function visibleParts(text: string): readonly TextPart[] {
  if (!HIDDEN.test(text)) return [{ text }];
  return text
    .split(new RegExp(`(${HIDDEN.source})`, "u"))
    .filter((part) => part !== "")
    .map((part) => (HIDDEN.test(part) ? { code: codePoint(part) } : { text: part }));
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}
