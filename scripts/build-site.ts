/**
 * `pnpm docs:build`: the docs as a website in `site/.vitepress/dist`. Its generators are a separate project
 * in `site/` and are installed first; without a reachable registry the site is skipped with one line.
 */
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brokenLinks } from "./site/broken-links.ts";
import { sitePages } from "./site/site-pages.ts";
import { stagePage } from "./site/stage-page.ts";

const ROOT = join(import.meta.dirname, "..");
const SITE = join(ROOT, "site");
const STAGED = join(SITE, "pages");

/** Runs a program in `site/`. False when it fails. */
function inSite(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { cwd: SITE, stdio: "inherit", env: { ...process.env, CI: "true" } }).status === 0;
}

function stage(): void {
  rmSync(STAGED, { recursive: true, force: true });
  const pages = sitePages(ROOT);
  for (const [source, page] of pages) {
    const path = join(STAGED, page);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, stagePage({ source, text: readFileSync(join(ROOT, source), "utf8"), pages }));
  }
  cpSync(join(ROOT, "docs/images"), join(STAGED, "images"), { recursive: true });
}

/** TypeDoc links to properties of interfaces, which are rows of a table and have no anchor. */
function dropAnchorsOfProperties(): void {
  for (const path of globSync("api/**/*.md", { cwd: STAGED })) {
    const file = join(STAGED, path);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replaceAll(/(\]\([^)\s]+\.md)#\w+\)/g, "$1)"));
  }
}

/** Whether all links of the built site have a target; prints the broken ones. */
function linksAreGood(): boolean {
  const broken = brokenLinks(join(SITE, ".vitepress/dist"));
  for (const link of broken) console.error(`Broken link: ${link}`);
  return broken.length === 0;
}

function build(): boolean {
  stage();
  if (!inSite("node_modules/.bin/typedoc")) return false;
  dropAnchorsOfProperties();
  return inSite("node_modules/.bin/vitepress", "build") && linksAreGood();
}

if (!inSite("npx", "-y", "pnpm@12", "install", "--frozen-lockfile", "--prefer-offline")) {
  console.log("The docs site is skipped: its generator cannot be installed.");
} else {
  process.exitCode = build() ? 0 : 1;
}
