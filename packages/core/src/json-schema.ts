import { z } from "zod";
import { madeOf } from "./when-used.ts";

/** Members of a zod definition that hold schemas, alone, in a list or by name. */
const PLACES = [
  "shape",
  "options",
  "items",
  "rest",
  "element",
  "innerType",
  "keyType",
  "valueType",
  "in",
  "out",
  "catchall",
];

type Definition = Record<string, unknown>;

/** zod's function, which identifies schemas by object identity: each proxy of `whenUsed` is replaced by its schema. */
export function toJSONSchema(
  schema: z.core.$ZodType,
  params?: z.core.ToJSONSchemaParams,
): z.core.JSONSchema.BaseSchema {
  const whole = madeOf(schema);
  settle(whole, new Set());
  return z.toJSONSchema(whole, params);
}

function settle(schema: z.core.$ZodType, seen: Set<z.core.$ZodType>): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  const def = schema._zod.def as unknown as Definition;
  for (const place of PLACES) if (def[place] !== undefined) replace(def, place, settled(def[place], seen));
  const { _zod } = schema as z.core.$ZodLazy;
  if (_zod.parent !== undefined) replace(_zod, "parent", settled(_zod.parent, seen));
  if (def.type !== "lazy") return;
  const innerType = settled(_zod.innerType, seen);
  replace(def, "_cachedInner", innerType);
  replace(_zod, "innerType", innerType);
}

/** A schema, or several in a list or by name, without proxies. */
function settled(given: unknown, seen: Set<z.core.$ZodType>): unknown {
  const value = madeOf(given);
  if (typeof value !== "object" || value === null) return value;
  if ("_zod" in value) {
    settle(value as z.core.$ZodType, seen);
    return value;
  }
  if (Array.isArray(value)) return value.map((one) => settled(one, seen));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, settled(one, seen)]));
}

function replace(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, enumerable: true, configurable: true, writable: true });
}
