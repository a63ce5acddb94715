import { type ModelParameters, parameterNotes, parameterRows } from "@sameseed/core";
import { markedLines } from "../terminal/marked-lines.ts";
import { styleFor } from "../terminal/style.ts";
import type { TerminalOptions } from "../terminal/terminal-options.ts";
import { fittedLines } from "../terminal/text-table.ts";
import { oneLine, shorten } from "../terminal/text-width.ts";

/** The parity table for the terminal, with the reasons below it; empty where no model has a profile. */
export function parameterTable(models: readonly ModelParameters[], options: TerminalOptions = {}): string {
  const { width = 80, color = false } = options;
  const rows = parameterRows(models);
  if (rows.length === 0) return "";
  const style = styleFor(color);
  const isFirst = (place: number): boolean => rows[place]!.model !== rows[place - 1]?.model;
  const modelWidth = Math.max(20, Math.floor(width * 0.35));
  const columns = [
    { title: "model", cells: rows.map(({ model }, at) => (isFirst(at) ? shorten(oneLine(model), modelWidth) : "")) },
    { title: "service", cells: rows.map(({ service }, at) => (isFirst(at) ? service : "")), rank: 1 },
    { title: "parameter", cells: rows.map(({ parameter }) => parameter) },
    { title: "handling", cells: rows.map(({ use }) => use) },
  ];
  const [head = "", ...lines] = fittedLines(columns, width);
  const notes = parameterNotes(models).flatMap((note) => markedLines("!", note, { width, style }));
  return [style("dim", head), ...lines, ...notes].join("\n");
}
