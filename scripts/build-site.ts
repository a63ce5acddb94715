/**
 * `pnpm docs:build`: the docs as a website in `site/.vitepress/dist`. Its generators are a project of their own in
 * `site/` and are installed first; where no registry can be reached the site is skipped in one line.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

if (!inSite("npx", "-y", "pnpm@12", "install", "--frozen-lockfile", "--prefer-offline")) {
  console.log("The docs site is skipped: its generator cannot be installed.");
} else {
  stage();
  const isBuilt = inSite("node_modules/.bin/typedoc") && inSite("node_modules/.bin/vitepress", "build");
  process.exitCode = isBuilt ? 0 : 1;
}
