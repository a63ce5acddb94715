import { isObject } from "@sameseed/core";
import { jsonrepair } from "jsonrepair";
import { findJson } from "../answer/find-json.ts";

/** A judge that thinks in JSON before it answers in JSON writes a few objects, not hundreds. */
const MOST_OBJECTS = 50;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The object with one of these fields in a judge's text, the last of several. It may be fenced, surrounded by
 * text, broken or cut off. Undefined without one.
 */
export function readFields(text: string, names: readonly string[]): Fields | undefined {
  const has = (value: unknown): value is Fields => isObject(value) && names.some((name) => Object.hasOwn(value, name));
  let found: Fields | undefined;
  let rest = text;
  for (let count = 0; count < MOST_OBJECTS; count++) {
    const json = findJson(rest);
    if (json === undefined) break;
    if (has(json.value)) found = json.value;
    rest = rest.slice(rest.indexOf(json.text) + json.text.length);
  }
  if (found !== undefined) return found;
  return brokenObjects(text).find(has);
}

/** A name would follow a comma between members: `"score": 0,9}`. */
const DECIMAL_COMMA = /(:\s*-?\d{1,15}),(\d{1,15})(?=\s*[,}])/g;

/** Objects that JSON.parse refuses, the last first: with a comma too many, or cut off. */
function brokenObjects(text: string): unknown[] {
  const starts = [...text.matchAll(/\{/g)].map(({ index }) => index).slice(-MOST_OBJECTS);
  const end = text.lastIndexOf("}") + 1;
  return starts
    .toReversed()
    .flatMap((start) => (end > start ? [text.slice(start, end), text.slice(start)] : [text.slice(start)]))
    .flatMap((piece) => {
      try {
        return [JSON.parse(jsonrepair(piece.replaceAll(DECIMAL_COMMA, "$1.$2"))) as unknown];
      } catch {
        return [];
      }
    });
}

/** The judge's own words: the field `reason`, else the whole text. */
export function readReason(text: string | null): string {
  if (text === null) return "";
  const reason = readFields(text, ["reason"])?.["reason"];
  return typeof reason === "string" ? reason : text;
}

/** A list of objects or texts under a field; null without one. */
export function readList(text: string | null, name: string): readonly unknown[] | null {
  if (text === null) return null;
  const list = readFields(text, [name])?.[name];
  return Array.isArray(list) ? list : null;
}

/** A yes or no in a member: true, "yes", "supported: true", 1. Null for any other value. */
export function readYes(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  if (value === 0 || value === 1) return value === 1;
  if (typeof value !== "string") return null;
  if (/^\s*(?:yes|true|y|pass(?:ed)?)\b/i.test(value)) return true;
  return /^\s*(?:no|false|n|fail(?:ed)?)\b/i.test(value) ? false : null;
}

/** Texts of a list, with any names of its members: `["a"]`, `[{claim: "a"}]`. */
export function textsOf(list: readonly unknown[]): string[] {
  return list.flatMap((member) => {
    const text = isObject(member) ? Object.values(member).find((part) => typeof part === "string") : member;
    return typeof text === "string" && text.trim() !== "" ? [text.trim()] : [];
  });
}
