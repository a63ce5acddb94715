/** One line of a CSV file, which quoted line breaks may spread over several lines of text. */
export interface CsvRow {
  readonly fields: string[];
  /** Line of the text where the row starts, from 1. */
  readonly line: number;
}

/** Position and reason of a CSV error. */
export class CsvFault extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

const QUOTE = '"';

/**
 * Reads RFC 4180 rows from chunks of text cut anywhere: one pass, the memory of one row, any mix of line
 * ends, and the line and column of a fault. Lines without text are left out. A quote inside an unquoted
 * field is text.
 */
export class CsvScanner {
  readonly #delimiter: string;
  #state: "start" | "plain" | "quoted" | "closed" = "start";
  #field = "";
  #fields: string[] = [];
  #wasQuoted = false;
  #rowLine = 1;
  #line = 1;
  /** Characters before the current chunk, and before the current line. */
  #offset = 0;
  #lineStart = 0;
  #opened = { line: 1, column: 1 };
  #afterReturn = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** Characters of the row that has not ended, about. */
  get rowLength(): number {
    return this.#fields.reduce((sum, field) => sum + field.length + 1, this.#field.length);
  }

  /** Line of the text where that row starts. */
  get rowLine(): number {
    return this.#rowLine;
  }

  /** The rows that end in this chunk. Throws `CsvFault`. */
  push(chunk: string): CsvRow[] {
    const rows: CsvRow[] = [];
    let at = 0;
    if (this.#afterReturn && chunk !== "") {
      if (chunk[0] === "\n") at = 1;
      this.#lineStart = this.#offset + at;
      this.#afterReturn = false;
    }
    while (at < chunk.length) {
      if (this.#state === "quoted") at = this.#quoted(chunk, at);
      else if (this.#state === "start" && chunk[at] === QUOTE) at = this.#open(at);
      else at = this.#plain(chunk, at, rows);
    }
    this.#offset += chunk.length;
    return rows;
  }

  /** The last row, when the text does not end with a line break. Throws `CsvFault`. */
  end(): CsvRow[] {
    const rows: CsvRow[] = [];
    if (this.#state === "quoted")
      throw new CsvFault("the quote that opens here is never closed", this.#opened.line, this.#opened.column);
    if (this.#state !== "start" || this.#fields.length > 0) this.#endRow(rows);
    return rows;
  }

  #open(at: number): number {
    this.#state = "quoted";
    this.#wasQuoted = true;
    this.#opened = { line: this.#line, column: this.#column(at) };
    return at + 1;
  }

  #quoted(chunk: string, at: number): number {
    const found = chunk.indexOf(QUOTE, at);
    const end = found === -1 ? chunk.length : found;
    this.#field += chunk.slice(at, end);
    for (let feed = chunk.indexOf("\n", at); feed !== -1 && feed < end; feed = chunk.indexOf("\n", feed + 1)) {
      this.#line++;
      this.#lineStart = this.#offset + feed + 1;
    }
    if (found !== -1) this.#state = "closed";
    return end + 1;
  }

  /** From inside an unquoted field, or from after a closing quote, to the end of the field. */
  #plain(chunk: string, at: number, rows: CsvRow[]): number {
    if (this.#state === "closed" && chunk[at] === QUOTE) {
      this.#field += QUOTE;
      this.#state = "quoted";
      return at + 1;
    }
    let end = at;
    while (end < chunk.length && chunk[end] !== this.#delimiter && chunk[end] !== "\n" && chunk[end] !== "\r") end++;
    const text = chunk.slice(at, end);
    if (this.#state !== "closed") {
      this.#field += text;
      this.#state = "plain";
    } else if (text.trim() !== "") {
      throw new CsvFault(
        "there is text after a closing quote (a quote inside quoted text is written twice)",
        this.#line,
        this.#column(at),
      );
    }
    if (end === chunk.length) return end;
    if (chunk[end] === this.#delimiter) {
      this.#endField();
      return end + 1;
    }
    this.#endRow(rows);
    return this.#breakLine(chunk, end);
  }

  #endField(): void {
    this.#fields.push(this.#field);
    this.#field = "";
    this.#state = "start";
  }

  #endRow(rows: CsvRow[]): void {
    this.#endField();
    const isBlank = this.#fields.length === 1 && !this.#wasQuoted && this.#fields[0]!.trim() === "";
    if (!isBlank) rows.push({ fields: this.#fields, line: this.#rowLine });
    this.#fields = [];
    this.#wasQuoted = false;
    this.#rowLine = this.#line + 1;
  }

  #breakLine(chunk: string, at: number): number {
    const isPair = chunk[at] === "\r" && chunk[at + 1] === "\n";
    this.#afterReturn = chunk[at] === "\r" && at + 1 === chunk.length;
    const next = at + (isPair ? 2 : 1);
    this.#line++;
    this.#lineStart = this.#offset + next;
    return next;
  }

  #column(at: number): number {
    return this.#offset + at - this.#lineStart + 1;
  }
}

/** The delimiter that occurs most in the first line, outside quotes: comma, semicolon or tab. */
export function sniffDelimiter(firstLine: string): string {
  const unquoted = firstLine.replace(/"(?:[^"]|"")*"?/g, "");
  const counted = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length }));
  return counted.reduce((best, other) => (other.count > best.count ? other : best)).delimiter;
}
