/**
 * Characters that are invisible or reorder the text around them: controls except tab and line breaks,
 * bidirectional overrides, embeddings and isolates, zero-width space, word joiner, byte order mark. Joiners
 * that emoji and scripts need are left.
 */
const HIDDEN = /[^\P{Cc}\t\n\r]|[\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
/** A phrase from right to left. It ends before a bracket or a colon, which often belong to the text around it. */
const PHRASE = `${RIGHT_TO_LEFT.source}(?:(?:(?!${HIDDEN.source})[^\\p{Script=Latin}()[\\]:;\\n])*${RIGHT_TO_LEFT.source})?`;
const PARTS = new RegExp(`(${HIDDEN.source}|${PHRASE})`, "u");
const STARTS_RIGHT_TO_LEFT = new RegExp(`^\\P{L}*${RIGHT_TO_LEFT.source}`, "u");
const HIDDEN_PARTS = new RegExp(`(${HIDDEN.source})`, "u");

export type TextPart = { readonly text: string } | { readonly code: string } | { readonly isolated: string };

/**
 * Splits a text into visible parts and the code points (`U+202E`) of invisible characters. In a text that runs from left
 * to right, phrases from right to left are parts of their own: without that, a browser moves the number after a name.
 */
export function visibleParts(text: string): readonly TextPart[] {
  const hasPhrases = RIGHT_TO_LEFT.test(text) && !STARTS_RIGHT_TO_LEFT.test(text);
  if (!hasPhrases && !HIDDEN.test(text)) return [{ text }];
  return text.split(hasPhrases ? PARTS : HIDDEN_PARTS).flatMap((part, place): readonly TextPart[] => {
    if (place % 2 === 0) return part === "" ? [] : [{ text: part }];
    return HIDDEN.test(part) ? [{ code: codePoint(part) }] : [{ isolated: part }];
  });
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}
