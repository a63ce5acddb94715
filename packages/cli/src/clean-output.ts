import { formatWithOptions, styleText } from "node:util";
import { visibleText } from "@sameseed/core/visible-text";

/** The program's own styles; data can add only a colour. */
const STYLES = ["red", "green", "yellow", "cyan", "dim", "bold"] as const;
const MARKS = new Set(STYLES.flatMap((style) => styleText(style, "|", { validateStream: false }).split("|")));
// oxlint-disable-next-line no-control-regex -- matches control characters on purpose
const CODE = /(\u001B\[\d+m)/;

/**
 * Text for a terminal or a log, with any text of a dataset, an answer or a service made safe: see
 * `visibleText`. Colours of the program stay where the stream shows them.
 */
export function cleanOutput(text: string, hasColors: boolean): string {
  if (!hasColors || !text.includes("\u001B")) return visibleText(text);
  const parts = text.split(CODE);
  return parts.map((part) => (MARKS.has(part) ? part : visibleText(part))).join("");
}

/**
 * Makes all console output (also of a user's script, with objects and several values) clean text. Raw bytes,
 * such as an export's, go to `process.stdout` itself.
 */
export function printCleanly(): void {
  for (const [names, stream] of [
    [["log", "info", "debug"], process.stdout],
    [["error", "warn"], process.stderr],
  ] as const) {
    const hasColors = stream.hasColors?.() === true || Boolean(process.env["FORCE_COLOR"]);
    const print = (...values: readonly unknown[]): void =>
      void stream.write(`${cleanOutput(formatWithOptions({ colors: false }, ...values), hasColors)}\n`);
    for (const name of names) console[name] = print;
  }
}
