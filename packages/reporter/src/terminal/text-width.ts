import { stripVTControlCharacters } from "node:util";

let segmenter: Intl.Segmenter | undefined;
/** Made when it is first needed: it takes as long as to load a package. */
function graphemes(text: string): Intl.Segments {
  return (segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" })).segment(text);
}
/** East Asian wide and full-width blocks (Unicode Annex 11) and emoji, which terminals draw two cells wide. */
const WIDE =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{17000}-\u{18CFF}\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]|^\p{Emoji_Presentation}|\uFE0F/u;
const INVISIBLE = /^[\p{Mark}\p{Control}\p{Format}]+$/u;
/** Characters of one cell that never join with others: ASCII, Latin letters, dashes, quotation marks, and lines of boxes. */
const NARROW = /^[\x20-\x7e\u00A1-\u00A8\u00AA-\u00AC\u00AF-\u024F\u2010-\u2027\u2500-\u257F\u25CF]*$/;

/** How many terminal cells the text takes; colour codes take none. */
export function textWidth(text: string): number {
  const plain = stripVTControlCharacters(text);
  if (NARROW.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of graphemes(plain)) width += graphemeWidth(segment);
  return width;
}

/** Marks that reorder the text around them (UAX 9). */
const REORDERING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** One line without control characters: text from data must not move the cursor or reorder the line. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(REORDERING, "")
    .replaceAll(/[\p{Control}\u2028\u2029]+/gu, " ");
}

/** The text in at most `width` cells, cut in the middle, since both ends of an id matter. */
export function shorten(text: string, width: number): string {
  if (fits(text, width)) return text;
  const most = mostUnits(width);
  const head = take(segments(text.slice(0, most)), Math.ceil((width - 1) / 2));
  const tail = take(segments(text.slice(-most)).toReversed(), Math.floor((width - 1) / 2)).toReversed();
  return `${head.join("")}…${tail.join("")}`;
}

/** The first `width` cells of the text. */
export function cut(text: string, width: number): string {
  return fits(text, width) ? text : take(segments(text.slice(0, mostUnits(width))), width).join("");
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - textWidth(text))) + text;
}

/** An answer can have millions of characters: only as many as a line can show are split into graphemes. */
const MOST_UNITS_PER_CELL = 64;

function mostUnits(width: number): number {
  return Math.max(1, width) * MOST_UNITS_PER_CELL;
}

function fits(text: string, width: number): boolean {
  return text.length <= mostUnits(width) && textWidth(text) <= width;
}

function segments(text: string): string[] {
  return Array.from(graphemes(text), ({ segment }) => segment);
}

function take(parts: readonly string[], width: number): string[] {
  let rest = width;
  const taken: string[] = [];
  for (const part of parts) {
    rest -= graphemeWidth(part);
    if (rest < 0) break;
    taken.push(part);
  }
  return taken;
}

function graphemeWidth(segment: string): number {
  if (WIDE.test(segment)) return 2;
  return INVISIBLE.test(segment) ? 0 : 1;
}
