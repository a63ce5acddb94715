import { isObject, nestingProblem, parseExactJson, SameseedError } from "@sameseed/core";
import { findJsonFault, type JsonFault } from "./json-fault.ts";
import type { PlacedRecord, RecordBatches } from "./read-records.ts";
import { type Content, readText, refuseLongLine, wholeText } from "./read-text.ts";

/** The lines of a JSONL file as records; empty lines are left out. */
export async function* jsonlRecords(file: string, content?: Content): RecordBatches {
  let linesBefore = 0;
  let rest: string[] = [];
  let restLength = 0;
  for await (const chunk of readText(file, content)) {
    const lines = chunk.split("\n");
    restLength += lines[0]!.length;
    refuseLongLine(restLength, `${file}, line ${linesBefore + 1}`);
    rest.push(lines[0]!);
    if (lines.length === 1) continue;
    lines[0] = rest.join("");
    rest = [lines.pop()!];
    restLength = rest[0]!.length;
    yield recordsOf(lines, linesBefore, file);
    linesBefore += lines.length;
  }
  yield recordsOf([rest.join("")], linesBefore, file);
}

function* recordsOf(lines: readonly string[], linesBefore: number, file: string): Generator<PlacedRecord> {
  for (const [position, text] of lines.entries()) {
    if (text.trim() === "") continue;
    const place = `${file}, line ${linesBefore + position + 1}`;
    const value = parse(text, ({ column }) => `${place}, column ${column}`);
    yield { record: objectOf(value, place), place };
  }
}

/** The records of a JSON file's one list, read whole. */
export async function* jsonRecords(file: string, content?: Content): RecordBatches {
  const text = await wholeText(file, content);
  if (text.trim() === "") return;
  const data = parse(text, ({ line, column }) => `${file}, line ${line}, column ${column}`);
  yield recordsIn(data, file);
}

/** The records of data that was read whole. */
export function recordsIn(data: unknown, file: string): PlacedRecord[] {
  return listIn(data, file).map((item, index) => {
    const place = `${file}, record ${index + 1}`;
    return { record: objectOf(item, place), place };
  });
}

/** A list, or the only list of records in an object: `{"rows": […]}`, or `{"data": {"rows": […]}}` of an API. */
function listIn(data: unknown, file: string): readonly unknown[] {
  if (Array.isArray(data)) return data;
  const inside = listsOf(data);
  const lists = inside.length > 0 ? inside : membersOf(data).flatMap(([, member]) => listsOf(member));
  const records = lists.filter(([, list]) => list.some(isObject));
  const [only] = records.length === 1 ? records : lists;
  if (only !== undefined && (records.length === 1 || lists.length === 1)) return only[1];
  const found = lists.length === 0 ? "no list" : `several lists (${lists.map(([key]) => key).join(", ")})`;
  throw new SameseedError("BAD_DATASET", `${file} holds ${found}, but a list of records is needed.`, {
    hint: "Write [{…}, {…}], or an object with one list inside.",
  });
}

function listsOf(data: unknown): (readonly [string, readonly unknown[]])[] {
  return membersOf(data).flatMap(([key, value]) => (Array.isArray(value) ? [[key, value as unknown[]] as const] : []));
}

function membersOf(data: unknown): [string, unknown][] {
  return isObject(data) ? Object.entries(data) : [];
}

function parse(text: string, placeOf: (fault: JsonFault) => string): unknown {
  try {
    return parseExactJson(text);
  } catch (cause) {
    const fault = findJsonFault(text) ?? { line: 1, column: 1, message: (cause as Error).message };
    throw new SameseedError("BAD_DATASET", `${placeOf(fault)}: ${fault.message}.`, {
      hint: "The text is not JSON there.",
      cause,
    });
  }
}

function objectOf(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const problem = nestingProblem(value);
    if (problem === null) return value as Readonly<Record<string, unknown>>;
    throw new SameseedError("BAD_DATASET", `${place}: ${problem}.`, { hint: "Flatten it, or write it as text." });
  }
  throw new SameseedError(
    "BAD_DATASET",
    `${place}: a record is an object, but this is ${Array.isArray(value) ? "a list" : JSON.stringify(value)}.`,
    {
      hint: 'Write one object a record, e.g. {"question": "…", "answer": "…"}.',
    },
  );
}
