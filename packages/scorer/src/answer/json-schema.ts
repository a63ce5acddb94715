import type { AnySchema, ErrorObject, Options } from "ajv";
import { canonicalJson, SameseedError } from "@sameseed/core";
import { loadOnUse } from "./load-on-use.ts";
import { isBeyondAjv, secondValidator } from "./second-validator.ts";

/** A JSON Schema: an object, or `true` (anything) and `false` (nothing). */
export type JsonSchema = boolean | Readonly<Record<string, unknown>>;

export interface JsonSchemaOptions {
  /** Checks `format` too. Default true; the specification leaves it open and its own test suite expects false. */
  readonly formats?: boolean | undefined;
  /** Schemas that this one refers to, by their URI. */
  readonly schemas?: Readonly<Record<string, JsonSchema>> | undefined;
}

/** The error of a value, in one sentence; undefined for a valid value. */
export type SchemaCheck = (value: unknown) => string | undefined;

/**
 * Compiles a schema of draft 7 or 2020-12 (by its `$schema`; without one 2020-12). ajv checks values; a
 * second validator checks schemas with keywords that ajv handles incorrectly. Errors: `BAD_BENCHMARK` for an
 * invalid schema.
 */
export function jsonSchema(schema: JsonSchema, options: JsonSchemaOptions = {}): SchemaCheck {
  const second = isBeyondAjv(schema, options.schemas ?? {}) ? secondValidator(schema, options) : undefined;
  return second ?? ajvCheck(schema, options);
}

function ajvCheck(schema: JsonSchema, { formats = true, schemas = {} }: JsonSchemaOptions): SchemaCheck {
  const ajv = validatorFor(schema, { strict: false, ownProperties: true, logger: false, validateFormats: formats });
  if (formats) (loadOnUse("ajv-formats") as typeof import("ajv-formats")).default(ajv);
  try {
    for (const [uri, other] of Object.entries(schemas)) ajv.addSchema(other as AnySchema, uri);
    const validate = ajv.compile(schema as AnySchema);
    return (value) => (validate(value) ? undefined : describe(validate.errors?.[0]));
  } catch (cause) {
    throw new SameseedError("BAD_BENCHMARK", `The JSON Schema does not compile: ${(cause as Error).message}.`, {
      hint: "Drafts 7 and 2020-12 are known; a $ref must lead to a part of the schema.",
      cause,
    });
  }
}

/** Compiles each schema once, however many cases share it. */
export function schemaCache(options: JsonSchemaOptions): (schema: JsonSchema) => SchemaCheck {
  const compiled = new Map<string, SchemaCheck>();
  return (schema) => {
    const key = canonicalJson(schema);
    const known = compiled.get(key) ?? jsonSchema(schema, options);
    compiled.set(key, known);
    return known;
  };
}

function validatorFor(schema: JsonSchema, options: Options): import("ajv").Ajv {
  const draft = typeof schema === "object" ? schema.$schema : undefined;
  if (typeof draft === "string" && /draft-0[467]/.test(draft)) {
    const { Ajv } = loadOnUse("ajv") as typeof import("ajv");
    return new Ajv(options);
  }
  const { Ajv2020 } = loadOnUse("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
  return new Ajv2020(options) as unknown as import("ajv").Ajv;
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return "the value is not valid";
  const place = error.instancePath === "" ? "the value" : error.instancePath;
  const extra = error.keyword === "additionalProperties" ? ` (${String(error.params.additionalProperty)})` : "";
  return `${place} ${error.message ?? "is not valid"}${extra}`;
}
