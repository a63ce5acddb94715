import { relative } from "node:path";
import type { RunSettings } from "@sameseed/compat";
import { settingsText } from "./settings-text.ts";

/** Prints the options that a config of another tool sets. */
export function tellSettings(settings: RunSettings, path: string): void {
  console.error(
    `note ${relative(process.cwd(), path)} sets ${settingsText(settings)}. Options that you type override it.`,
  );
}

/** Prints once the options that a config sets, for a watch, which uses only typed flags. */
export function unusedSettings(): (settings: RunSettings, path: string) => void {
  let isTold = false;
  return (settings, path) => {
    if (isTold) return;
    isTold = true;
    console.error(`warning ${relative(process.cwd(), path)} sets ${settingsText(settings)}. With --watch type them.`);
  };
}
