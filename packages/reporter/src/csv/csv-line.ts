import Papa from "papaparse";

export interface CsvOptions {
  /** Text is written unchanged, even if a spreadsheet would run it as a formula: for exact round trips. */
  readonly raw?: boolean;
  /** Starts the file with a byte order mark, by which Excel recognizes UTF-8. */
  readonly bom?: boolean;
  /** One character between cells. Default: a comma, or a semicolon where numbers have commas. */
  readonly delimiter?: string;
  /** The decimal mark of numbers. Default: a point. */
  readonly decimal?: "." | ",";
}

/**
 * Text that a spreadsheet may run: it starts, after blanks, with `=` `+` `-` `@` or their full-width forms,
 * or with a control character (OWASP, "CSV Injection"; ASVS 5.0, 1.2.10). A plain decimal number such as `-5`
 * does not count.
 */
const FORMULA = /^[\t\r\n\0]|^\s*(?:[=@＝＠＋－]|[+-](?!\d+(?:\.\d+)?$))/;
/** The same where numbers have a decimal comma: `-5,3` is a number. */
const FORMULA_WITH_COMMA = /^[\t\r\n\0]|^\s*(?:[=@＝＠＋－]|[+-](?!\d+(?:[.,]\d+)?$))/;

/** Lines of RFC 4180 CSV, each with its CRLF. Newlines inside a cell are kept; formula-like text gets a leading apostrophe. */
export function csvLines(rows: readonly (readonly unknown[])[], options: CsvOptions = {}): string {
  if (rows.length === 0) return "";
  const { raw = false, decimal } = options;
  const hasComma = decimal === ",";
  const cells = rows.map((row) => row.map(hasComma ? commaCellOf : cellOf));
  const escapeFormulae = raw ? false : hasComma ? FORMULA_WITH_COMMA : FORMULA;
  return `${Papa.unparse(cells, { delimiter: delimiterOf(options), escapeFormulae })}\r\n`;
}

/** The character between cells. */
function delimiterOf({ delimiter, decimal }: CsvOptions): string {
  return delimiter ?? (decimal === "," ? ";" : ",");
}

/** One line in pieces, a cell each, for cells that are longer together than any string. */
export function* csvPieces(cells: readonly unknown[], options: CsvOptions = {}): Generator<string> {
  const delimiter = delimiterOf(options);
  for (const [place, cell] of cells.entries()) {
    if (place > 0) yield delimiter;
    // A second cell keeps papaparse from treating an empty one as an empty line.
    yield csvLines([[cell, ""]], options).slice(0, -(delimiter.length + 2));
  }
  yield "\r\n";
}

export function csvLine(cells: readonly unknown[], options?: CsvOptions): string {
  return csvLines([cells], options);
}

/** The first line of a file: the column names, after the byte order mark if one is wanted. */
export function csvHeader(columns: readonly string[], options: CsvOptions = {}): string {
  return `${options.bom === true ? "\uFEFF" : ""}${csvLine(uniqueNames(columns), options)}`;
}

/** Null is an empty cell, an object or array its JSON, a number all its digits. */
function cellOf(value: unknown): unknown {
  if (typeof value === "number") return plainNumber(value);
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

/** As `cellOf`, with a comma in numbers. Numbers inside JSON are unchanged. */
function commaCellOf(value: unknown): unknown {
  return typeof value === "number" ? String(plainNumber(value)).replace(".", ",") : cellOf(value);
}

/** All digits and no exponent: a price of 5e-7 must not become text in a spreadsheet or a surprise in a script. */
function plainNumber(value: number): number | string {
  if (value === 0 || Math.abs(value) >= 1e-6) return value;
  const [, sign, whole, fraction = "", exponent] = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(String(value)) ?? [];
  return exponent === undefined ? value : `${sign}0.${"0".repeat(Number(exponent) - 1)}${whole}${fraction}`;
}

/** Appends ` (2)` to a repeated name: readers that address columns by name would lose one of them. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let count = 2; taken.has(free); count++) free = `${name} (${count})`;
    taken.add(free);
    return free;
  });
}
