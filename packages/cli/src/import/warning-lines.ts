import { relative } from "node:path";
import type { TranslationWarning } from "@sameseed/compat";

/** What a translation lost, a line each: place, key, remedy. */
export function warningLines(warnings: readonly TranslationWarning[]): string[] {
  return warnings.map(
    ({ key, file, line, message }) =>
      `warning ${relative(process.cwd(), file) || file}${line === null ? "" : `:${line}`} ${key}: ${message}`,
  );
}
