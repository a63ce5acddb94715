/**
 * Builds `page/page.html`: the page's code and style in one file, with a policy that lets nothing else run.
 * It is part of the repository: a run writes its report without a build. Run: pnpm --filter @sameseed/viewer
 * build:page With `--check` it writes nothing and exits with 1 if the page differs from a build of the
 * current sources.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { pageText } from "./page-text.ts";

const file = join(import.meta.dirname, "../page/page.html");
const page = await pageText();
if (process.argv.includes("--check")) {
  process.exitCode = readFileSync(file, "utf8") === page ? 0 : 1;
} else {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page);
  console.log(`page/page.html: ${page.length} bytes, ${gzipSync(page, { level: 9 }).length} gzip`);
}
