import { SameseedError } from "@sameseed/core";
import { type CsvRow, CsvFault, CsvScanner, sniffDelimiter } from "./csv-scanner.ts";
import { findJsonFault } from "./json-fault.ts";
import { readText } from "./read-text.ts";

export type RecordFormat = "csv" | "jsonl" | "json";

/** One record of a data file. */
export interface DataRecord {
  readonly record: Readonly<Record<string, unknown>>;
  /** Position among the records, from 0. */
  readonly index: number;
  /** Where it stands, for messages: `cases.csv, line 12`. */
  readonly place: string;
}

const FORMATS: Readonly<Record<string, RecordFormat>> = { csv: "csv", tsv: "csv", jsonl: "jsonl", ndjson: "jsonl", json: "json" };

/** The format that a file's name tells, `.gz` aside. Errors: `BAD_BENCHMARK`. */
export function formatOf(file: string): RecordFormat {
  const extension = /\.([^./\\]+)(?:\.gz)?$/i.exec(file)?.[1]?.toLowerCase() ?? "";
  const format = Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
  if (format !== undefined) return format;
  throw new SameseedError("BAD_BENCHMARK", `${file} is neither CSV, JSONL nor JSON by its name.`, {
    hint: `Known endings: ${Object.keys(FORMATS).map((name) => `.${name}`).join(", ")}, each also with .gz.`,
  });
}

/**
 * The records of a CSV, JSONL or JSON file (also `.gz`), one after the other; CSV and JSONL stream in
 * constant memory. CSV values are text and stay text. Errors: `NOT_FOUND`; `BAD_DATASET` with the line
 * and, where there is one, the column.
 */
export async function* readRecords(file: string, format: RecordFormat = formatOf(file)): AsyncGenerator<DataRecord> {
  const records = { csv: csvRecords, jsonl: jsonlRecords, json: jsonRecords }[format](file);
  let index = 0;
  for await (const { record, place } of records) yield { record, index: index++, place };
}

type Placed = Pick<DataRecord, "record" | "place">;

async function* csvRecords(file: string): AsyncGenerator<Placed> {
  let header: readonly string[] | undefined;
  for await (const { fields, line } of csvRows(file)) {
    const place = `${file}, line ${line}`;
    if (header === undefined) {
      header = headerOf(fields, place);
      continue;
    }
    if (fields.length !== header.length) throw wrongWidth(fields, header, place);
    // fromEntries defines own properties, so a column called __proto__ is a column
    yield { record: Object.fromEntries(header.map((name, position) => [name, fields[position]!])), place };
  }
}

async function* csvRows(file: string): AsyncGenerator<CsvRow> {
  let scanner: CsvScanner | undefined;
  let start = "";
  try {
    for await (const chunk of readText(file)) {
      if (scanner !== undefined) {
        yield* scanner.push(chunk);
        continue;
      }
      start += chunk;
      const firstLine = firstLineOf(start);
      if (firstLine === undefined) continue;
      scanner = new CsvScanner(sniffDelimiter(firstLine));
      yield* scanner.push(start);
    }
    scanner ??= new CsvScanner(sniffDelimiter(start));
    if (start !== "") yield* scanner.end();
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    throw new SameseedError("BAD_DATASET", `${file}, line ${error.line}, column ${error.column}: ${error.message}.`, {
      hint: "Text with a delimiter, a quote or a line break stands in double quotes, and quotes inside it are doubled.",
    });
  }
}

/** The first line with text, undefined while its end has not come. */
function firstLineOf(text: string): string | undefined {
  const rest = text.trimStart();
  const end = rest.search(/[\r\n]/);
  return end === -1 ? undefined : rest.slice(0, end);
}

function headerOf(fields: readonly string[], place: string): readonly string[] {
  const names = fields.map((name) => name.trim());
  const empty = names.indexOf("");
  if (empty !== -1) {
    throw new SameseedError("BAD_DATASET", `${place}: column ${empty + 1} of ${names.length} has no name.`, { hint: "The first line names the columns." });
  }
  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (twice === undefined) return names;
  throw new SameseedError("BAD_DATASET", `${place}: two columns are called "${twice}".`, { hint: "Rename one: every column needs a name of its own." });
}

function wrongWidth(fields: readonly string[], header: readonly string[], place: string): SameseedError {
  return new SameseedError("BAD_DATASET", `${place}: ${fields.length} fields, but the header has ${header.length} (${header.join(", ")}).`, {
    hint: "Text that contains the delimiter must stand in double quotes.",
  });
}

async function* jsonlRecords(file: string): AsyncGenerator<Placed> {
  let line = 0;
  for await (const text of lines(file)) {
    line++;
    if (text.trim() === "") continue;
    const place = `${file}, line ${line}`;
    yield { record: objectOf(parse(text, ({ column, message }) => `${place}, column ${column}: ${message}`), place), place };
  }
}

async function* lines(file: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of readText(file)) {
    const parts = chunk.split("\n");
    parts[0] = rest + parts[0]!;
    rest = parts.pop()!;
    yield* parts;
  }
  yield rest;
}

async function* jsonRecords(file: string): AsyncGenerator<Placed> {
  let text = "";
  for await (const chunk of readText(file)) text += chunk;
  const data = parse(text, ({ line, column, message }) => `${file}, line ${line}, column ${column}: ${message}`);
  for (const [index, item] of listIn(data, file).entries()) {
    const place = `${file}, record ${index + 1}`;
    yield { record: objectOf(item, place), place };
  }
}

/** A list, or the one list that an object such as `{"rows": […]}` holds. */
function listIn(data: unknown, file: string): readonly unknown[] {
  if (Array.isArray(data)) return data;
  const lists = typeof data === "object" && data !== null ? Object.entries(data).filter(([, value]) => Array.isArray(value)) : [];
  if (lists.length === 1) return lists[0]![1] as readonly unknown[];
  const found = lists.length === 0 ? "no list" : `several lists (${lists.map(([key]) => key).join(", ")})`;
  throw new SameseedError("BAD_DATASET", `${file} holds ${found}, but one list of records is needed.`, { hint: "Write [{…}, {…}], or an object with one list inside." });
}

function parse(text: string, describe: (fault: { line: number; column: number; message: string }) => string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const fault = findJsonFault(text) ?? { line: 1, column: 1, message: (cause as Error).message };
    throw new SameseedError("BAD_DATASET", `${describe(fault)}.`, { hint: "The text is not JSON there.", cause });
  }
}

function objectOf(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw new SameseedError("BAD_DATASET", `${place}: a record is an object, but this is ${Array.isArray(value) ? "a list" : JSON.stringify(value)}.`, {
    hint: 'Write one object a record, e.g. {"question": "…", "answer": "…"}.',
  });
}
