import { relative } from "node:path";
import type { RunSettings } from "@sameseed/compat";
import { settingsText } from "./settings-text.ts";

/** Says which options a config of another tool brings. */
export function tellSettings(settings: RunSettings, path: string): void {
  console.error(
    `note ${relative(process.cwd(), path)} sets ${settingsText(settings)}. Options that you type override it.`,
  );
}

/** Says once which options a config asks for, for a watch, which goes by what is typed. */
export function unusedSettings(): (settings: RunSettings, path: string) => void {
  let isTold = false;
  return (settings, path) => {
    if (isTold) return;
    isTold = true;
    console.error(`warning ${relative(process.cwd(), path)} sets ${settingsText(settings)}. With --watch type them.`);
  };
}
