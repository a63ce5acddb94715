import { nearest, readPath, SameseedError, template } from "@sameseed/core";
import type { DataRecord } from "./read-records.ts";

/** The value at a path of a record. Errors: `BAD_DATASET`, naming the place and the fields that there are. */
export function valueAt({ record, place }: DataRecord, path: string): unknown {
  const value = readPath(record, path);
  if (value !== undefined) return value;
  const fields = Object.keys(record);
  const guess = nearest(path, fields);
  throw new SameseedError("BAD_DATASET", `${place}: there is no "${path}".`, {
    hint: `${guess === undefined ? "" : `Did you mean "${guess}"? `}The record has: ${fields.join(", ")}.`,
  });
}

/**
 * Reads ids: from a path, or from a template over the record and its number (`{{$index}}` from 0,
 * `{{$row}}` from 1). Errors: `BAD_DATASET` for an id that is empty, not text, or a number too large to be exact.
 */
export function idReader(pathOrTemplate: string): (data: DataRecord) => string {
  if (!pathOrTemplate.includes("{{")) return (data) => idOf(valueAt(data, pathOrTemplate), data.place);
  const compiled = template(pathOrTemplate);
  return ({ record, index, place }) => compiled.render({ ...record, $index: index, $row: index + 1 }, place);
}

/** A value of the data as an id, or as another name for a case such as its cluster. */
export function idOf(value: unknown, place: string, what = "id"): string {
  if (typeof value === "string" && value !== "") return value;
  if (Number.isSafeInteger(value)) return String(value);
  const found =
    value === "" || value === null
      ? "empty"
      : typeof value === "number"
        ? `${value}, a number that JavaScript cannot represent exactly`
        : JSON.stringify(value);
  throw new SameseedError("BAD_DATASET", `${place}: the ${what} is ${found}.`, {
    hint: `Use text or an integer as ${what}.`,
  });
}
