import { cut, padEnd, padStart, textWidth } from "./text-width.ts";

export interface TextColumn {
  readonly title: string;
  readonly align?: "left" | "right";
  readonly cells: readonly string[];
  /** If the table is too wide, the column with the highest rank is dropped first; 0 is never dropped. */
  readonly rank?: number;
  /** Styles a cell's text once it has its place. */
  readonly paint?: (text: string, row: number) => string;
}

const GAP = "  ";

/** How many cells the columns take side by side. */
export function tableWidth(columns: readonly TextColumn[]): number {
  return columns.reduce((sum, column) => sum + columnWidth(column), GAP.length * (columns.length - 1));
}

/** The columns that fit into `width`, the dispensable ones left out first. */
export function fitColumns(columns: readonly TextColumn[], width: number): readonly TextColumn[] {
  if (tableWidth(columns) <= width) return columns;
  const rank = Math.max(...columns.map((column) => column.rank ?? 0));
  if (rank === 0) return columns;
  return fitColumns(
    columns.filter((column) => (column.rank ?? 0) < rank),
    width,
  );
}

/**
 * The columns as lines of at most `width` cells: side by side without the dispensable ones. If even the others
 * do not fit, each row becomes a block with a line for each of its figures.
 */
export function fittedLines(columns: readonly TextColumn[], width: number): string[] {
  const fitting = fitColumns(columns, width);
  return tableWidth(fitting) <= width ? tableLines(fitting) : blockLines(columns, width);
}

const INDENT = "  ";

/** The first column's title, then for each row its name and, indented below it, the other columns with their titles. */
function blockLines([first, ...others]: readonly TextColumn[], width: number): string[] {
  if (first === undefined) return [];
  const painted = ({ cells, paint }: TextColumn, row: number): string => {
    const text = (cells[row] ?? "").trim();
    return paint === undefined || text === "" ? text : paint(text, row);
  };
  const rows = first.cells.flatMap((name, row) => [
    ...(name === "" ? [] : wrapped(painted(first, row), width, INDENT)),
    ...others
      .filter(({ cells }) => (cells[row] ?? "") !== "")
      .flatMap((column) => wrapped(`${column.title}: ${painted(column, row)}`, width - INDENT.length, INDENT))
      .map((line) => INDENT + line),
  ]);
  return [...wrapped(first.title, width), ...rows];
}

/** Lines of aligned columns, the titles first. No rules: white space carries a small table. */
export function tableLines(columns: readonly TextColumn[]): string[] {
  const widths = columns.map(columnWidth);
  const line = (cellOf: (column: TextColumn) => string, row?: number) =>
    columns
      .map((column, index) => {
        const pad = column.align === "right" ? padStart : padEnd;
        const text = cellOf(column);
        const padded = pad(text, widths[index] ?? 0);
        const { paint } = column;
        return paint === undefined || row === undefined ? padded : padded.replace(text, () => paint(text, row));
      })
      .join(GAP)
      .trimEnd();
  const rows = Array.from({ length: columns[0]?.cells.length ?? 0 }, (_, row) =>
    line((column) => column.cells[row] ?? "", row),
  );
  return [line((column) => column.title), ...rows];
}

/** Words broken into lines of at most `width` cells, a number with its percent sign, and a longer word into pieces; lines after the first start with `indent`. */
export function wrapped(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  let line = "";
  const room = Math.max(1, width - textWidth(indent));
  for (const word of text.split(/ (?!%)/).flatMap((one) => pieces(one, room))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer) > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  if (textWidth(word) <= width) return [word];
  const head = cut(word, width);
  return [head, ...pieces(word.slice(head.length), width)];
}

function columnWidth({ title, cells }: TextColumn): number {
  return cells.reduce((widest, cell) => Math.max(widest, textWidth(cell)), textWidth(title));
}
