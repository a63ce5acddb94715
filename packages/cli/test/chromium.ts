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

/** A Chromium of this machine: `CHROMIUM_PATH`, or the usual paths of packages; undefined without one. */
export const CHROMIUM = process.env["CHROMIUM_PATH"] || PLACES.find((path) => existsSync(path));

/** A page on a loaded machine is slow, not wrong. */
const PATIENCE_MS = 120_000;

export async function startChromium(): Promise<Browser> {
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  const browser = await chromium.launch({ executablePath: CHROMIUM!, args, timeout: PATIENCE_MS });
  return browser.on("context", (context) => context.setDefaultTimeout(PATIENCE_MS));
}

/** The rules of axe that look at colours. */
const COLOUR_RULES = { runOnly: ["color-contrast", "link-in-text-block"] };

/**
 * Serious and critical axe findings in a page that was opened with `bypassCSP`, light and dark: rule,
 * element, and remedy. The schemes have the same elements in other colours: only the rules about colours run
 * in both.
 */
export async function seriousViolations(page: Page): Promise<readonly (readonly string[])[]> {
  await page.addScriptTag({ content: axe.source });
  const found: string[][] = [];
  for (const [colorScheme, options] of [
    ["light", {}],
    ["dark", COLOUR_RULES],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate("Promise.all(document.getAnimations().map(({ finished }) => finished))"); // colours fade over
    const { violations } = await page.evaluate<axe.AxeResults>(
      `axe.run(${JSON.stringify({ ...options, resultTypes: ["violations"] })})`,
    );
    for (const { id, impact, nodes } of violations)
      if (impact === "serious" || impact === "critical")
        found.push([colorScheme, id, nodes[0]!.html.slice(0, 200), nodes[0]!.failureSummary ?? ""]);
  }
  return found;
}
