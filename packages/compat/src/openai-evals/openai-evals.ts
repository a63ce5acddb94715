import type { ForeignFile, Importer } from "../translation/importer.ts";
import { translateOpenaiEvals } from "./translate.ts";

/** A registry file of OpenAI evals: `registry/evals/<name>.yaml`, with one eval or several. */
export const openaiEvals: Importer = {
  name: "OpenAI evals",
  accepts: isRegistryFile,
  translate: translateOpenaiEvals,
};

/** An entry names a Python class as `evals.elsuite.basic.match:Match`. */
function isRegistryFile({ data }: ForeignFile): boolean {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return false;
  return Object.values(data).some(
    (entry) =>
      typeof entry === "object" &&
      entry !== null &&
      "class" in entry &&
      typeof entry.class === "string" &&
      /^[\w.]+:\w+$/.test(entry.class),
  );
}
