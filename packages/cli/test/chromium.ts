import { existsSync } from "node:fs";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** A Chromium of this machine: `CHROMIUM_PATH`, or where packages put it; undefined where there is none. */
export const CHROMIUM = process.env["CHROMIUM_PATH"] || PLACES.find((path) => existsSync(path));

/** What stands beside the name of tests that need a browser, so that a skipped one says why. */
export const NEEDS_CHROMIUM =
  CHROMIUM === undefined ? " (skipped: no Chromium here; install one or set CHROMIUM_PATH)" : "";

export function startChromium(): Promise<Browser> {
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({ executablePath: CHROMIUM!, args });
}

/** What axe finds serious or critical in a page that was opened with `bypassCSP`: rule, element, and what to do. */
export async function seriousViolations(page: Page): Promise<readonly (readonly string[])[]> {
  await page.addScriptTag({ content: axe.source });
  const { violations } = (await page.evaluate("axe.run()")) as {
    violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => [id, nodes[0]!.html.slice(0, 200), nodes[0]!.failureSummary]);
}
