import { globSync } from "node:fs";

/** Where the pages of the site come from: Markdown of the repository, each once. */
const SOURCES = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs/**/*.md",
  "benchmarks/*/README.md",
];

/** The site's pages: path in the repository → path in the site, such as `docs/decisions/README.md` → `decisions/index.md`. */
export function sitePages(root: string): ReadonlyMap<string, string> {
  const sources = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted();
  return new Map(sources.map((source) => [source, pageOf(source)]));
}

function pageOf(source: string): string {
  return source
    .replace(/^docs\//, "")
    .replace(/^(benchmarks\/[^/]+)\/README\.md$/, "$1.md")
    .replace(/^(.*)README\.md$/, "$1index.md")
    .replace(/^[A-Z]+\.md$/, (name) => name.toLowerCase());
}
