import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

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
