import type { ScorerSpec } from "@sameseed/scorer";
import { isDataFile, readDataFile } from "./data-file.ts";

/** The options that may be file paths, replaced by the file's contents. */
const FROM_FILES = { schema: "schema", tools: "file of tools" } as const;

/** A scorer's entry with the JSON Schema or the tools that it names as a file, at any depth; paths are relative to `folder`. */
export async function withDataFiles(spec: ScorerSpec, folder: string): Promise<ScorerSpec> {
  if (typeof spec === "string") return spec;
  const entries = Object.entries(spec).map(async ([name, options]) => [name, await resolved(options, folder)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function resolved(options: object, folder: string): Promise<object> {
  const entries = Object.entries(options).map(async ([key, value]: [string, unknown]) => {
    if (key === "scorers" && Array.isArray(value)) {
      return [key, await Promise.all(value.map((member: ScorerSpec) => withDataFiles(member, folder)))] as const;
    }
    const isPath = Object.hasOwn(FROM_FILES, key) && typeof value === "string" && isDataFile(value);
    const what = FROM_FILES[key as keyof typeof FROM_FILES];
    return [key, isPath ? await readDataFile(value, folder, what) : value] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
