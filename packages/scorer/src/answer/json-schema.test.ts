import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { type JsonSchema, jsonSchema } from "./json-schema.ts";

test.each<[string, JsonSchema, unknown, string | undefined]>([
  ["a valid value", { type: "object", required: ["a"] }, { a: 1 }, undefined],
  ["a missing property", { required: ["a"] }, {}, "the value must have required property 'a'"],
  ["a wrong type inside", { properties: { a: { type: "integer" } } }, { a: "1" }, "/a must be integer"],
  [
    "a property too many",
    { properties: {}, additionalProperties: false },
    { b: 1 },
    "the value must NOT have additional properties (b)",
  ],
  ["a format", { format: "email" }, "x", 'the value must match format "email"'],
  [
    "a property that every object inherits",
    { required: ["toString"] },
    {},
    "the value must have required property 'toString'",
  ],
  ["a boolean schema", false, 1, "the value boolean schema is false"],
  [
    "draft 7, whose $ref hides its neighbours",
    { $schema: "http://json-schema.org/draft-07/schema#", definitions: { a: {} }, $ref: "#/definitions/a" },
    1,
    undefined,
  ],
  ["an unknown keyword is ignored", { tpye: "string" }, 1, undefined],
  [
    "unevaluated properties, which another validator checks",
    { properties: { a: { type: "integer" } }, unevaluatedProperties: false },
    { a: 1, b: 2 },
    "/b fails #/unevaluatedProperties",
  ],
  ["and finds nothing in a valid value", { properties: { a: {} }, unevaluatedProperties: false }, { a: 1 }, undefined],
  ["its formats", { $defs: { a: { $id: "a", format: "date" } }, $ref: "a" }, "x", "the value fails #/$ref/format"],
  ["its unknown formats", { $defs: { a: { $id: "a", format: "ours" } }, $ref: "a" }, "x", undefined],
])("%s", (...[, schema, value, problem]) => {
  expect(jsonSchema(schema)(value)).toBe(problem);
});

test("an invalid schema is the user's mistake", () => {
  expect(() => jsonSchema({ type: "objekt" })).toThrow(expect.objectContaining({ code: "BAD_BENCHMARK" }));
  expect(() => jsonSchema({ $ref: "#/nowhere" })).toThrow(expect.objectContaining({ code: "BAD_BENCHMARK" }));
});

/** The official JSON-Schema-Test-Suite, if it exists next to the repository. */
const suite = new URL("../../../../../shared/data/json-schema-suite/", import.meta.url);

interface Group {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

describe("the official test suite", () => {
  beforeEach(({ skip }) => {
    if (!existsSync(suite)) skip("needs ../shared/data");
  });

  /** 6 of 1,299: dynamic references through two schemas with addresses, and a metaschema without validation. */
  const KNOWN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    draft7: {},
    "draft2020-12": {
      "dynamicRef.json": 1,
      "unevaluatedItems.json": 2,
      "unevaluatedProperties.json": 2,
      "vocabulary.json": 1,
    },
  };

  test.each(["draft7", "draft2020-12"])("%s: the required tests", (draft) => {
    const remotes = new URL("remotes/", suite);
    const schemas = Object.fromEntries(
      globSync(
        draft === "draft7" ? ["*.json", "base*/*.json", "nested/*.json", "draft7/**/*.json"] : `${draft}/**/*.json`,
        {
          cwd: fileURLToPath(remotes),
        },
      ).map((path) => [
        `http://localhost:1234/${path}`,
        JSON.parse(readFileSync(new URL(path, remotes), "utf8")) as JsonSchema,
      ]),
    );
    const folder = new URL(`tests/${draft}/`, suite);
    const groups = readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .flatMap((name) =>
        (JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Group[]).map((group) => ({ name, ...group })),
      );
    const results = groups.flatMap(({ name, schema, tests }) => {
      const check = checkOf(draft === "draft7" ? asDraft7(schema) : schema, schemas);
      return tests.map(({ data, valid }) => ({ name, isRight: check(data) === valid }));
    });
    const wrong = results.filter(({ isRight }) => !isRight);
    const byFile = Object.fromEntries(
      Object.entries(Object.groupBy(wrong, ({ name }) => name)).map(([name, list]) => [name, list!.length]),
    );
    expect({ tests: results.length, byFile }).toEqual({ tests: draft === "draft7" ? 927 : 1299, byFile: KNOWN[draft] });
  });
});

/**
 * Validity, or undefined for a schema that does not compile. Only schemas with references get the remote
 * schemas, which are slow to add.
 */
function checkOf(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
): (data: unknown) => boolean | undefined {
  try {
    const refersTo = JSON.stringify(schema).includes("localhost:1234");
    const check = jsonSchema(schema, { formats: false, ...(refersTo && { schemas }) });
    return (data) => {
      try {
        return check(data) === undefined;
      } catch {
        return undefined;
      }
    };
  } catch {
    return () => undefined;
  }
}

function asDraft7(schema: JsonSchema): JsonSchema {
  return typeof schema === "object" ? { $schema: "http://json-schema.org/draft-07/schema#", ...schema } : schema;
}
