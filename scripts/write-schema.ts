/** Writes the JSON Schema of the YAML benchmark file from its zod schema. Run: pnpm schema */
import { writeFileSync } from "node:fs";
import { benchmarkJsonSchema } from "../packages/pipeline/src/load/benchmark-json-schema.ts";

writeFileSync(
  new URL("../packages/cli/schema/benchmark.schema.json", import.meta.url),
  JSON.stringify(benchmarkJsonSchema(), null, 2) + "\n",
);
