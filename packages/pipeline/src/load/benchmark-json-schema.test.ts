import { expect, test } from "vitest";
import { benchmarkJsonSchema } from "./benchmark-json-schema.ts";

type Schema = Readonly<Record<string, unknown>>;

/** The paths of all keys without a description in their schema and the schemas that it refers to. */
function keysWithoutDescription(root: Schema): string[] {
  const definitions = (root["$defs"] ?? {}) as Readonly<Record<string, Schema>>;
  const referred = (schema: Schema): Schema | undefined =>
    typeof schema["$ref"] === "string" ? definitions[schema["$ref"].split("/").at(-1)!] : undefined;
  const isDescribed = (schema: Schema | undefined): boolean =>
    schema !== undefined && (Boolean(schema["description"]) || isDescribed(referred(schema)));
  const inside = (value: unknown, path: string): string[] => {
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, part]) => {
      const keys = name === "properties" ? Object.entries(part as Readonly<Record<string, Schema>>) : [];
      const own = keys.filter(([, schema]) => !isDescribed(schema)).map(([key]) => `${path}.${key}`);
      return [...own, ...inside(part, `${path}/${name}`)];
    });
  };
  return inside(root, "");
}

test("every key of the benchmark file has a description", () => {
  expect(keysWithoutDescription(benchmarkJsonSchema())).toEqual([]);
});

test.each([
  ["a key", { properties: { a: {} } }, [".a"]],
  [
    "a key whose reference has one",
    { properties: { a: { $ref: "#/$defs/x" } }, $defs: { x: { description: "An a." } } },
    [],
  ],
  [
    "a key inside a definition",
    {
      properties: { a: { $ref: "#/$defs/x", description: "An a." } },
      $defs: { x: { anyOf: [{ properties: { b: {} } }] } },
    },
    ["/$defs/x/anyOf/0.b"],
  ],
])("finds %s without a description", (_, schema, missing) => {
  expect(keysWithoutDescription(schema)).toEqual(missing);
});
