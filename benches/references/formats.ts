import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { findJson } from "../../packages/scorer/src/answer/find-json.ts";
import { isJson } from "../../packages/scorer/src/index.ts";
import { type JsonSchema, jsonSchema } from "../../packages/scorer/src/answer/json-schema.ts";
import { type Compared, DATA, scoreOf } from "./compared.ts";

export function jsonSchemaSuite(draft: "draft7" | "draft2020-12"): Compared {
  interface Group {
    readonly schema: JsonSchema;
    readonly tests: readonly { readonly data: unknown; readonly valid: boolean }[];
  }
  const remotes = join(DATA, "json-schema-suite/remotes");
  const patterns =
    draft === "draft7" ? ["*.json", "base*/*.json", "nested/*.json", "draft7/**/*.json"] : [`${draft}/**/*.json`];
  const schemas = Object.fromEntries(
    globSync(patterns, { cwd: remotes }).map((path) => [
      `http://localhost:1234/${path}`,
      JSON.parse(readFileSync(join(remotes, path), "utf8")) as JsonSchema,
    ]),
  );
  const folder = join(DATA, "json-schema-suite/tests", draft);
  let compared = 0;
  const wrong: string[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
    for (const { schema: given, tests } of JSON.parse(readFileSync(join(folder, name), "utf8")) as Group[]) {
      const schema =
        draft === "draft7" && typeof given === "object"
          ? { $schema: "http://json-schema.org/draft-07/schema#", ...given }
          : given;
      const check = verdict(schema, schemas);
      for (const { data, valid } of tests) {
        compared++;
        if (check(data) !== valid) wrong.push(name);
      }
    }
  }
  const files = Object.entries(Object.groupBy(wrong, (name) => name)).map(([name, list]) => `${name} ${list!.length}`);
  return {
    scorer: "is-json (schema)",
    reference: `JSON-Schema-Test-Suite ${draft} with remotes`,
    compared,
    agreeing: compared - wrong.length,
    ...(wrong.length > 0 && { explanation: files.join(", ") }),
  };
}

function verdict(
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
        return undefined; // the validator itself failed
      }
    };
  } catch {
    return () => undefined;
  }
}

export function jsonParsing(): Compared[] {
  const { parsing } = JSON.parse(
    gunzipSync(readFileSync(join(DATA, "json/json_test_suite.json.gz"))).toString("utf8"),
  ) as {
    parsing: { name: string; input?: string }[];
  };
  const cases = parsing.filter((one): one is { name: string; input: string } => one.input !== undefined);
  const decided = cases.filter(({ name }) => !name.startsWith("i_"));
  const scorer = isJson();
  const strict = decided.filter(({ name, input }) => (scoreOf(scorer, input, {}) === 1) === name.startsWith("y_"));
  const found = decided.filter(({ name, input }) => (findJson(input)?.text === input.trim()) === name.startsWith("y_"));
  const free = cases.length - decided.length;
  const explanation = `${free} more may go either way`;
  return [
    {
      scorer: "is-json",
      reference: "JSONTestSuite: y_ accepted, n_ rejected",
      compared: decided.length,
      agreeing: strict.length,
      explanation,
    },
    {
      scorer: "contains-json (finder)",
      reference: "JSONTestSuite: y_ found whole, n_ not",
      compared: decided.length,
      agreeing: found.length,
      explanation,
    },
  ];
}
