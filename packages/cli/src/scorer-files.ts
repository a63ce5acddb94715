import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { SameseedError } from "@sameseed/core";
import type { ScorerSpec } from "@sameseed/scorer";

/** A scorer's entry with the JSON Schema that its `schema` names as a file, at any depth; paths are relative to `folder`. */
export async function withSchemaFiles(spec: ScorerSpec, folder: string): Promise<ScorerSpec> {
  if (typeof spec === "string") return spec;
  const entries = Object.entries(spec).map(async ([name, options]) => [name, await resolved(options, folder)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function resolved(options: object, folder: string): Promise<object> {
  const { schema, scorers } = options as { schema?: unknown; scorers?: readonly ScorerSpec[] };
  if (typeof schema === "string" && /^(?:file:\/\/)?[^{}]+\.json$/i.test(schema)) {
    return { ...options, schema: await readSchema(resolve(folder, schema.replace(/^file:\/\//, "")), schema) };
  }
  if (!Array.isArray(scorers)) return options;
  return {
    ...options,
    scorers: await Promise.all(scorers.map((member: ScorerSpec) => withSchemaFiles(member, folder))),
  };
}

async function readSchema(path: string, shown: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as unknown;
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new SameseedError(
      isMissing ? "NOT_FOUND" : "BAD_BENCHMARK",
      isMissing ? `There is no schema ${shown}.` : `${shown} is not JSON: ${(cause as Error).message}.`,
      {
        hint: "Paths in a benchmark file are relative to that file.",
        cause,
      },
    );
  }
}
