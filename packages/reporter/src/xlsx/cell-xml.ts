import { count } from "@sameseed/core";

/** Maximum UTF-16 units of a spreadsheet's cell (Excel specifications and limits). */
export const LONGEST_CELL = 32_767;

/** Positions in the workbook's list of cell styles. */
export interface CellStyles {
  readonly text: number;
  /** Text that stays text when someone edits the cell. */
  readonly quotedText: number;
  /** For numbers. */
  readonly number: number;
}

/** Most text needs no cleaning or escaping: one check decides. */
// oxlint-disable-next-line no-control-regex -- matches control characters on purpose
const NOT_PLAIN = /[\u0000-\u0008\u000B-\u001F&<>\uD800-\uDFFF\uFFFE\uFFFF]|_x/;
const MARKUP = /[&<>]/g;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
/** Spreadsheets read `_x000D_` as the character of that number; its first underscore is escaped by its own number. */
const CHARACTER_ESCAPE = /_(?=x[0-9a-fA-F]{4}_)/g;
/** Characters that XML cannot contain and a cell can, by their numbers. */
// oxlint-disable-next-line no-control-regex -- matches control characters on purpose
const CONTROL = /[\u0001-\u0008\u000B\u000C\u000E-\u001F]/g;
/** Characters that neither can contain: NUL, lone surrogates, two non-characters. */
const NOWHERE =
  // oxlint-disable-next-line no-control-regex -- matches control characters on purpose
  /[\u0000\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/** Text that a spreadsheet takes for a formula when its cell is edited. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

/**
 * One cell. Numbers are numbers, text is an inline string and never a formula; an object or a list is its JSON.
 * Null and undefined give no cell.
 */
export function cellXml(reference: string, value: unknown, styles: CellStyles): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" && Number.isFinite(value))
    return `<c r="${reference}"${styleXml(styles.number)}><v>${value}</v></c>`;
  if (typeof value === "boolean") return `<c r="${reference}" t="b"><v>${value ? 1 : 0}</v></c>`;
  const text = cellText(typeof value === "object" ? JSON.stringify(value) : String(value));
  if (text === "") return "";
  const style = styleXml(FORMULA.test(text) ? styles.quotedText : styles.text);
  return `<c r="${reference}"${style} t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}

const DAY_MS = 86_400_000;
/** 1970-01-01 as spreadsheets count days. */
const EPOCH_DAYS = 25_569;

/** A moment (ISO 8601, UTC) as a spreadsheet's number of days; any other value unchanged. */
export function dayNumber(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const moment = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(moment) ? value : moment / DAY_MS + EPOCH_DAYS;
}

/** Whether a value has more text than fits in a cell. */
export function isTooLong(value: unknown): boolean {
  if (typeof value === "string") return value.length > LONGEST_CELL;
  return typeof value === "object" && value !== null && JSON.stringify(value).length > LONGEST_CELL;
}

/**
 * Text for a spreadsheet's cell: line ends are LF, characters that no cell can contain are left out, and
 * longer text is cut with a note at its end.
 */
export function cellText(text: string): string {
  const clean = !NOT_PLAIN.test(text) ? text : text.replaceAll(/\r\n?/g, "\n").replaceAll(NOWHERE, "");
  if (clean.length <= LONGEST_CELL) return clean;
  const mark = `… [cut: ${count(clean.length)} characters]`;
  const kept = clean.slice(0, LONGEST_CELL - mark.length);
  return kept.replace(/[\uD800-\uDBFF]$/, "") + mark;
}

export function escapeXml(text: string): string {
  if (!NOT_PLAIN.test(text)) return text;
  return text
    .replaceAll(MARKUP, (character) => ENTITIES[character]!)
    .replaceAll(CHARACTER_ESCAPE, "_x005F_")
    .replaceAll(CONTROL, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`);
}

/** The letters of a column, from 0: A … Z, AA … */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? "" : columnLetters(rest - 1)) + String.fromCharCode(65 + (index % 26));
}

function styleXml(style: number): string {
  return style === 0 ? "" : ` s="${style}"`;
}
