import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../../packages/cli/src/program.ts";
import { benchmarkJsonSchema } from "../../packages/pipeline/src/load/index.ts";
import { cliReference } from "./cli-reference.ts";
import { configurationReference } from "./configuration.ts";
import { decisionIndex } from "./decision-index.ts";
import { errorReference } from "./error-pages.ts";

const ROOT = join(import.meta.dirname, "../..");
const DECISIONS = "docs/decisions";

/** The generated pages: path in the repository and text. */
export function referencePages(): Readonly<Record<string, string>> {
  const records = readdirSync(join(ROOT, DECISIONS))
    .filter((file) => /^\d{4}-.*\.md$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(ROOT, DECISIONS, file), "utf8") }));
  return {
    "docs/cli.md": cliReference(program(() => {})),
    "docs/configuration.md": configurationReference(benchmarkJsonSchema()),
    "docs/errors.md": errorReference(),
    [`${DECISIONS}/README.md`]: decisionIndex(records),
  };
}
