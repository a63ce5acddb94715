import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../../packages/cli/src/program.ts";
import { cliReference } from "./cli-reference.ts";
import { decisionIndex } from "./decision-index.ts";

const ROOT = join(import.meta.dirname, "../..");
const DECISIONS = "docs/decisions";

/** The generated pages: path in the repository and text. */
export function referencePages(): Readonly<Record<string, string>> {
  const records = readdirSync(join(ROOT, DECISIONS))
    .filter((file) => /^\d{4}-.*\.md$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(ROOT, DECISIONS, file), "utf8") }));
  return {
    "docs/cli.md": cliReference(program(() => {})),
    [`${DECISIONS}/README.md`]: decisionIndex(records),
  };
}
