/** `pnpm run version-packages`: raises the version by the changesets and moves their texts to CHANGELOG.md, to be edited. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./packed.ts";
import { summaryOf, withRelease } from "./release/changelog.ts";

const folder = join(ROOT, ".changeset");
const summaries = readdirSync(folder)
  .filter((name) => name.endsWith(".md") && name !== "README.md")
  .map((name) => summaryOf(readFileSync(join(folder, name), "utf8")));
await run(ROOT, "changeset", "version");
const { version } = JSON.parse(readFileSync(join(ROOT, "packages/cli/package.json"), "utf8")) as { version: string };
const path = join(ROOT, "CHANGELOG.md");
if (summaries.length > 0) writeFileSync(path, withRelease(readFileSync(path, "utf8"), version, summaries));
console.log(summaries.length > 0 ? `${version}: ${summaries.length} changes` : "No changesets.");
