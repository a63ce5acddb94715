import type { Schema } from "./json-schema.ts";

type Resolve = (schema: Schema) => Schema;

const JSON_TYPES = ["string", "number", "boolean", "null", "array", "object"];

/** The type of a value in words, in Markdown: "integer from 0 to 9", "list of strings", "`one` or `two`". */
export function typeOf(schema: Schema, resolve: Resolve): string {
  const one = resolve(schema);
  if (one.const !== undefined) return code(one.const);
  if (one.enum !== undefined)
    return one.enum
      .map(code)
      .join(", ")
      .replace(/, ([^,]*)$/, " or $1");
  const forms = one.anyOf ?? one.oneOf;
  if (forms !== undefined) return unionOf(forms.map(resolve), resolve);
  if (Array.isArray(one.type))
    return JSON_TYPES.every((type) => one.type!.includes(type)) ? "JSON" : one.type.join(" or ");
  switch (one.type) {
    case "integer":
    case "number":
      return `${one.type}${rangeOf(one)}`;
    case "array":
      if (one.prefixItems !== undefined) return `pair of ${plural(typeOf(one.prefixItems[0]!, resolve))}`;
      return one.items === undefined ? "list" : `list of ${plural(typeOf(one.items, resolve))}`;
    case "object": {
      const { additionalProperties: values } = one;
      if (one.properties !== undefined) return "object";
      return typeof values === "object" ? `map of name to ${typeOf(values, resolve)}` : "object";
    }
    default:
      return typeof one.type === "string" ? one.type : "JSON";
  }
}

function unionOf(forms: readonly Schema[], resolve: Resolve): string {
  if (forms.some(isModel)) return "[model](#models)";
  if (forms.some(({ properties }) => properties?.["equals"] !== undefined)) return "[scorer](#scorers)";
  if (JSON_TYPES.every((type) => forms.some((form) => form.type === type))) return "JSON";
  return [...new Set(forms.map((form) => typeOf(form, resolve)))].join(" or ");
}

/** Whether it is one of the forms of a model. */
export function isModel({ properties }: Schema): boolean {
  return properties?.["model"]?.const === "recorded";
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: Schema): string {
  const upper = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (exclusiveMinimum !== undefined)
    return ` above ${exclusiveMinimum}${upper === undefined ? "" : `, at most ${upper}`}`;
  if (minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER)
    return upper === undefined ? ` ≥ ${minimum}` : ` from ${minimum} to ${upper}`;
  return upper === undefined ? "" : ` ≤ ${upper}`;
}

function plural(type: string): string {
  if (type.includes(" or ")) return `(${type})`;
  return /^(string|number|integer|object|boolean)$/.test(type)
    ? `${type}s`
    : type.replace(/^(integer|number) /, "$1s ");
}

function code(value: unknown): string {
  return `\`${String(value)}\``;
}
