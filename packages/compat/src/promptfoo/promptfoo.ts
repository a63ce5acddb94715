import { basename } from "node:path";
import type { ForeignFile, Importer } from "../translation/importer.ts";
import { translatePromptfoo } from "./translate.ts";

/** promptfoo's `promptfooconfig.yaml`, also as JSON, JavaScript or TypeScript. */
export const promptfoo: Importer = { name: "promptfoo", accepts: isPromptfooConfig, translate: translatePromptfoo };

/** `providers`, `targets` and `tests` are promptfoo's words; a sameseed benchmark file has `models` and `cases`. */
function isPromptfooConfig({ data, path }: ForeignFile): boolean {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return false;
  const has = (key: string): boolean => Object.hasOwn(data, key);
  if (has("models") || has("cases") || has("task")) return false;
  if (has("prompts") && basename(path).startsWith("promptfooconfig")) return true;
  return has("providers") || has("targets") || (has("prompts") && (has("tests") || has("scenarios")));
}
