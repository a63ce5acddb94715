import { isBlank } from "@sameseed/core";
import { parse } from "yaml";
import { inside, type Place } from "./place.ts";
import { type Fields, isObject, type Reading, warnOfKeys } from "./reading.ts";

/** Assertions that are left out without a value. */
export const NEEDS_VALUE: ReadonlySet<string> = new Set(
  "rouge-n bleu gleu meteor similar similar:cosine similar:dot similar:euclidean python".split(" "),
);

/** Whether a value is missing, blank or an empty list. */
export function isNothing(value: unknown): boolean {
  return isBlank(value) || (Array.isArray(value) && value.length === 0);
}

/** A schema is an object, or its text in JSON or YAML. */
export function schemaOf(value: unknown): Fields {
  if (value === undefined || value === null || value === "") return {};
  const schema = typeof value === "string" ? (parse(value, { merge: true }) as unknown) : value;
  return isObject(schema) || typeof schema === "boolean" ? { schema } : {};
}

export function elementsOf(value: unknown): Fields {
  const named = isObject(value) ? value["requiredElements"] : value;
  const listed = Array.isArray(named) ? named.map(String) : typeof named === "string" ? named.split(",") : [];
  const elements = listed.map((name) => name.trim()).filter((name) => name !== "");
  return elements.length === 0 ? {} : { elements };
}

export function sqlOptions(value: unknown, place: Place, { notes }: Reading): Fields {
  if (!isObject(value)) return {};
  const { databaseType = "", allowedTables, ...rest } = value;
  const at = inside(place, "value");
  const dialect = { postgresql: "postgres", postgres: "postgres", sqlite: "sqlite" }[
    String(databaseType).toLowerCase()
  ];
  if (dialect === undefined && databaseType !== "")
    notes.warn(
      inside(at, "databaseType"),
      `${String(databaseType)} has no parser here: the answer is read as Postgres`,
    );
  const said = { allowedColumns: "is not checked: only the grammar and the tables count" };
  warnOfKeys(rest, at, { known: [], said, notes });
  // `select::null::Products`: operation, database, table.
  const tables = Array.isArray(allowedTables) ? allowedTables.map((rule) => String(rule).split("::").at(-1)!) : [];
  if (tables.length > 0 && dialect === "sqlite")
    notes.warn(inside(at, "allowedTables"), "is not checked for SQLite: only the grammar counts");
  return {
    ...(dialect !== undefined && { dialect }),
    ...(tables.length > 0 && dialect !== "sqlite" && { tables }),
  };
}

/** Bounds may be numbers as text, and fractions. */
export function wordCount(value: unknown): readonly [string, Fields] {
  if (isObject(value)) {
    const { min, max } = value;
    return [
      "word-count",
      {
        ...(min !== undefined && { min: Math.max(0, Math.ceil(Number(min))) }),
        ...(max !== undefined && { max: Math.floor(Number(max)) }),
      },
    ];
  }
  const count = Number(value);
  return ["word-count", { min: count, max: count }];
}

/** `{method, weights, threshold}` of `max-score`. */
export function maxScoreOptions(value: unknown): Fields {
  if (!isObject(value)) return {};
  const { method, weights, threshold } = value;
  return {
    ...(method === "sum" && { method }),
    ...(isObject(weights) && { weights }),
    ...(typeof threshold === "number" && { threshold }),
  };
}

/** Whether a text is a JSON object or list. */
export function isJsonText(text: string): boolean {
  try {
    return /^\s*[[{]/.test(text) && JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}
