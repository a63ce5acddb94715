import manifest from "../../package.json" with { type: "json" };

/** The shipped JSON Schema of the YAML benchmark file. */
export const SCHEMA_FILE = new URL(
  import.meta.url.endsWith(".ts") ? "../../schema/benchmark.schema.json" : "../schema/benchmark.schema.json",
  import.meta.url,
);

/** The version of this package. It is built in: `--version` reads one file less. */
export function version(): string {
  return manifest.version;
}
