import { isObject } from "../is-object.ts";
import type { TestCase } from "./test-case.ts";

const MEMBERS: ReadonlySet<string> = new Set<keyof TestCase>(["id", "vars", "expected", "cluster", "metadata"]);
/** The schema checks deeper values. */
const MOST_NESTED = 20;

/**
 * True only for values that the schema `TestCase` takes, in a fraction of its time: cases with the usual members. After
 * false, the schema decides, and gives the error.
 */
export function isUsualCase(value: unknown): value is TestCase {
  if (!isPlain(value)) return false;
  for (const name in value) if (!MEMBERS.has(name)) return false;
  const { id, vars, expected, cluster, metadata } = value;
  return (
    typeof id === "string" &&
    id !== "" &&
    isRecord(vars, 0) &&
    (expected === undefined || isJson(expected, 0)) &&
    (cluster === undefined || typeof cluster === "string") &&
    (metadata === undefined || isRecord(metadata, 0))
  );
}

function isJson(value: unknown, depth: number): boolean {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (depth === MOST_NESTED) return false;
  if (!Array.isArray(value)) return isRecord(value, depth);
  for (const item of value as readonly unknown[]) if (!isJson(item, depth + 1)) return false; // sees gaps, too
  return true;
}

function isRecord(value: unknown, depth: number): boolean {
  if (!isPlain(value)) return false;
  for (const name in value) if (!isJson(value[name], depth + 1)) return false;
  return true;
}

/** An object that is neither an array nor an instance of a class. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
