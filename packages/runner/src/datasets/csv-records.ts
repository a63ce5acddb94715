import { SameseedError } from "@sameseed/core";
import { CsvFault, type CsvRow, CsvScanner, sniffDelimiter } from "./csv-scanner.ts";
import type { PlacedRecord, RecordBatches } from "./read-records.ts";
import { type Content, MOST_HEADER_LENGTH, readText, refuseLongLine } from "./read-text.ts";

/** The rows of a CSV file below its header, as records. */
export async function* csvRecords(file: string, content?: Content): RecordBatches {
  let header: readonly string[] | undefined;
  for await (const rows of csvRows(file, content)) {
    if (header === undefined && rows.length > 0) header = headerOf(rows.shift()!, file);
    if (header !== undefined) yield recordsOf(rows, header, file);
  }
}

async function* csvRows(file: string, content: Content | undefined): AsyncGenerator<CsvRow[]> {
  let scanner: CsvScanner | undefined;
  let start = "";
  try {
    for await (const chunk of readText(file, content)) {
      if (scanner !== undefined) {
        yield scanner.push(chunk);
        refuseLongLine(scanner.rowLength, `${file}, line ${scanner.rowLine}`);
        continue;
      }
      start += chunk;
      const firstLine = firstLineOf(start);
      if (firstLine === undefined) {
        refuseLongLine(start.length, `${file}, line 1`, MOST_HEADER_LENGTH);
        continue;
      }
      scanner = new CsvScanner(sniffDelimiter(firstLine));
      yield scanner.push(start);
    }
    if (scanner !== undefined) yield scanner.end();
    else yield onlyLine(start);
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    throw new SameseedError("BAD_DATASET", `${file}, line ${error.line}, column ${error.column}: ${error.message}.`, {
      hint: "Put text with a delimiter, a quote or a line break in double quotes, and quotes inside it are doubled.",
    });
  }
}

/** A text without a line break: a header alone, or empty. */
function onlyLine(text: string): CsvRow[] {
  const scanner = new CsvScanner(sniffDelimiter(text));
  return [...scanner.push(text), ...scanner.end()];
}

/** The first line with text, undefined while its end has not come. */
function firstLineOf(text: string): string | undefined {
  const rest = text.trimStart();
  const end = rest.search(/[\r\n]/);
  return end === -1 ? undefined : rest.slice(0, end);
}

function* recordsOf(rows: readonly CsvRow[], header: readonly string[], file: string): Generator<PlacedRecord> {
  for (const { fields, line } of rows) {
    const place = `${file}, line ${line}`;
    if (fields.length !== header.length) throw wrongWidth(fields, header, place);
    // fromEntries defines own properties, so that a column called __proto__ is a column
    yield { record: Object.fromEntries(header.map((name, position) => [name, fields[position]!])), place };
  }
}

function headerOf({ fields, line }: CsvRow, file: string): readonly string[] {
  const place = `${file}, line ${line}`;
  const names = fields.map((name) => name.trim());
  const empty = names.indexOf("");
  if (empty !== -1) {
    throw new SameseedError("BAD_DATASET", `${place}: column ${empty + 1} of ${names.length} has no name.`, {
      hint: "The first line names the columns.",
    });
  }
  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (twice === undefined) return names;
  throw new SameseedError("BAD_DATASET", `${place}: two columns are called "${twice}".`, {
    hint: "Rename one: every column needs a unique name.",
  });
}

function wrongWidth(fields: readonly string[], header: readonly string[], place: string): SameseedError {
  return new SameseedError(
    "BAD_DATASET",
    `${place}: ${fields.length} fields, but the header has ${header.length} (${header.join(", ")}).`,
    {
      hint: "Put text that contains the delimiter in double quotes.",
    },
  );
}
