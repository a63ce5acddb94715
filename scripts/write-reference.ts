/** `pnpm reference`: writes the generated pages of the docs. A test fails while they are outdated. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { referencePages } from "./reference/pages.ts";

for (const [path, text] of Object.entries(referencePages())) {
  writeFileSync(join(import.meta.dirname, "..", path), text);
  console.log(path);
}
