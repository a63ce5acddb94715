import type { TranslationWarning } from "@sameseed/compat";
import { messageText } from "./flags-in.ts";
import { shownFile } from "./shown-file.ts";

/**
 * The losses of a translation, one per line: place, key, remedy. A warning about several keys of a file is
 * printed once.
 */
export function warningLines(warnings: readonly TranslationWarning[]): string[] {
  const alike = Map.groupBy(warnings, ({ file, message }) => `${file}|${message}`);
  return [...alike.values()].map((group) => {
    const { key, file, line, message } = group[0]!;
    const place = `${shownFile(file)}${line === null ? "" : `:${line}`}`;
    return `warning ${place} ${key}${others(group.slice(1))}: ${messageText(message)}`;
  });
}

function others(more: readonly TranslationWarning[]): string {
  if (more.length === 0) return "";
  const lines = [...new Set(more.map(({ line }) => line))];
  return ` and ${more.length} more${lines.includes(null) ? "" : ` (${lines.length === 1 ? "line" : "lines"} ${listed(lines)})`}`;
}

const LISTED = 8;

function listed(lines: readonly (number | null)[]): string {
  return `${lines.slice(0, LISTED).join(", ")}${lines.length > LISTED ? ", …" : ""}`;
}
