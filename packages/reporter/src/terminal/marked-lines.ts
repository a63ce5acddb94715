import type { Style } from "./style.ts";
import { wrapped } from "./text-table.ts";
import { oneLine } from "./text-width.ts";

/**
 * A text after its mark, in lines of `width`. Only the mark is coloured: no colour for text is readable on
 * every background.
 */
export function markedLines(mark: string, text: string, { width, style }: { width: number; style: Style }): string[] {
  const [first = "", ...rest] = wrapped(`${mark} ${oneLine(text)}`, width, " ".repeat(mark.length + 1));
  return [style("yellow", mark) + first.slice(mark.length), ...rest];
}
