import type { ImportReport } from "@sameseed/compat";
import { shownFile } from "./shown-file.ts";

/** The keys that an import kept, changed and left out: the counts, then one line per key with its place. */
export function importReportText({ counts, keys }: ImportReport): string {
  const rows = keys.map(({ file, line, key, state, what }) => [
    `${shownFile(file)}${line === null ? "" : `:${line}`}`,
    state,
    key,
    what,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const total = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  return [total.join(", "), "", ...lines].join("\n");
}
