import * as z from "@sameseed/core/zod";
import { BenchmarkYaml } from "./load-yaml.ts";

/** JSON Schema (draft 2020-12) of the YAML benchmark file, for editors: completion and checks as one types. */
export function benchmarkJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(BenchmarkYaml, { io: "input", reused: "ref" }) as Record<string, unknown>;
}
