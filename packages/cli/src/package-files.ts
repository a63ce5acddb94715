import { readFileSync } from "node:fs";

/** The shipped JSON Schema of the YAML benchmark file. */
export const SCHEMA_FILE = new URL("../schema/benchmark.schema.json", import.meta.url);

/** The version of this package, as in its package.json. */
export function version(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
