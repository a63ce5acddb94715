/** The options for CSV files, as on the command line and in the library. */
export interface CsvChoices {
  /** Begin CSV files with a byte order mark, for Excel. */
  readonly bom?: boolean | undefined;
  /** Leaves cells that look like formulas unchanged. */
  readonly csvRaw?: boolean | undefined;
  /** One character between cells. Default: a comma, or a semicolon where numbers have commas. */
  readonly delimiter?: string | undefined;
  /** The decimal mark of numbers. Default: a point. */
  readonly decimal?: "." | "," | undefined;
}

/** Delimiters between cells, by their names on the command line. */
export const DELIMITERS: Readonly<Record<string, string>> = {
  ",": ",",
  ";": ";",
  "|": "|",
  tab: "\t",
  "\\t": "\t",
  "\t": "\t",
};
