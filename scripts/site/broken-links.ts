import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Links and images of a built site that lead nowhere, as `page → target`: a missing page, file or anchor. */
export function brokenLinks(site: string): string[] {
  const pages = new Map<string, string>();
  for (const path of globSync("**/*.html", { cwd: site }))
    pages.set(`/${path}`, readFileSync(join(site, path), "utf8"));
  const anchors = new Map<string, Set<string>>();
  for (const [path, html] of pages) anchors.set(path, new Set(valuesOf(html, / id="([^"]+)"/g)));
  return [...pages].flatMap(([page, html]) => {
    const targets = new Set(valuesOf(html, /<(?:a|img)\b[^>]*? (?:href|src)="([^"]+)"/g));
    return [...targets].filter((target) => !leadsSomewhere(page, target)).map((target) => `${page} → ${target}`);
  });

  function leadsSomewhere(page: string, target: string): boolean {
    const { protocol, host, pathname, hash } = new URL(target, `http://site${page}`);
    if (protocol !== "http:" || host !== "site") return true;
    const file = fileOf(decodeURIComponent(pathname));
    if (!anchors.has(file)) return existsSync(join(site, file));
    return hash === "" || anchors.get(file)!.has(decodeURIComponent(hash.slice(1)));
  }
}

function valuesOf(html: string, pattern: RegExp): string[] {
  return [...html.matchAll(pattern)].map(([, value = ""]) => value.replaceAll("&amp;", "&"));
}

function fileOf(path: string): string {
  if (path.endsWith("/")) return `${path}index.html`;
  return /\.\w+$/.test(path) ? path : `${path}.html`;
}
