import type { JsonSchema, JsonSchemaOptions, SchemaCheck } from "./json-schema.ts";
import { loadOnUse } from "./load-on-use.ts";

/**
 * Differences between ajv 8 and the specification, by the official test suite: dynamic references,
 * unevaluated items and properties, nested schemas with their own address, an empty `enum`, a property
 * `__proto__`.
 */
const WEAK = /"(?:\$dynamicRef|unevaluatedItems|unevaluatedProperties|\$id|__proto__)":|"enum":\[\]/;
/** In draft 7 also keywords next to a `$ref`. */
const WEAK_IN_DRAFT_7 = /"\$ref":"/;

/** Whether a schema, or a schema that it refers to, has keywords that ajv handles incorrectly. */
export function isBeyondAjv(schema: JsonSchema, schemas: Readonly<Record<string, JsonSchema>>): boolean {
  const text = JSON.stringify([schema, schemas]);
  const inner = text.replace(/^\[\{(?:"\$schema":"[^"]*",)?"\$id":"[^"]*"/, ""); // the schema's own address is none inside it
  const isDraft7 = typeof schema === "object" && /draft-0[467]/.test(String(schema["$schema"]));
  return WEAK.test(inner) || (isDraft7 && WEAK_IN_DRAFT_7.test(inner));
}

interface SchemasafeError {
  readonly keywordLocation: string;
  readonly instanceLocation: string;
}
type Schemasafe = (
  schema: JsonSchema,
  options: Readonly<Record<string, unknown>>,
) => ((value: unknown) => boolean) & { readonly errors?: readonly SchemasafeError[] };

/** Compiles with schemasafe; undefined where it does not know the schema's `$schema`. */
export function secondValidator(
  schema: JsonSchema,
  { formats = true, schemas = {} }: JsonSchemaOptions,
): SchemaCheck | undefined {
  const { validator } = loadOnUse("@exodus/schemasafe") as { readonly validator: Schemasafe };
  try {
    const validate = validator(schema, {
      mode: "spec",
      isJSON: true,
      includeErrors: true,
      formatAssertion: formats,
      formats: knownFormats(schema, schemas),
      schemas: new Map(Object.entries({ ...metaSchemas(schema, schemas), ...schemas })),
      $schemaDefault: "https://json-schema.org/draft/2020-12/schema",
    });
    return (value) => (validate(value) ? undefined : describe(validate.errors?.[0]));
  } catch {
    return undefined; // ajv reports the error, or has the schema already
  }
}

function describe(error: SchemasafeError | undefined): string {
  if (error === undefined) return "the value is not valid";
  const place = error.instanceLocation.replace(/^#/, "");
  return `${place === "" ? "the value" : place} fails ${error.keywordLocation}`;
}

type Format = RegExp | ((text: string) => boolean) | true | { readonly validate: RegExp | ((text: string) => boolean) };

/** The same formats as ajv's; an unknown format is not checked. */
function knownFormats(...schemas: readonly unknown[]): Record<string, (text: string) => boolean> {
  const { fullFormats } = loadOnUse("ajv-formats/dist/formats.js") as { readonly fullFormats: Record<string, Format> };
  const used = [...JSON.stringify(schemas).matchAll(/"format":"([^"\\]+)"/g)].map(([, name]) => name!);
  return Object.fromEntries(used.map((name) => [name, formatCheck(fullFormats[name] ?? true)]));
}

function formatCheck(format: Format): (text: string) => boolean {
  if (format === true) return () => true;
  if (format instanceof RegExp) return (text) => format.test(text);
  return typeof format === "function" ? format : formatCheck(format.validate);
}

/** The schemas of schemas, where a schema refers to one. */
function metaSchemas(...schemas: readonly unknown[]): Record<string, JsonSchema> {
  if (!/"\$ref":"https?:\/\/json-schema\.org/.test(JSON.stringify(schemas))) return {};
  const files = [
    "json-schema-draft-07.json",
    "json-schema-2020-12/schema.json",
    ...["applicator", "content", "core", "format-annotation", "meta-data", "unevaluated", "validation"].map(
      (name) => `json-schema-2020-12/meta/${name}.json`,
    ),
  ];
  const known = files.map((file) => loadOnUse(`ajv/dist/refs/${file}`) as { readonly $id: string });
  return Object.fromEntries(known.map((schema) => [schema.$id, schema]));
}
