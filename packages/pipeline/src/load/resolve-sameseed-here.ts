import { registerHooks } from "node:module";
import { SAMESEED_HERE } from "../choices/sameseed-here.ts";

/**
 * Lets a benchmark file import "sameseed" where it is not installed (`npx sameseed run …`): if the import
 * cannot be resolved from the file, it resolves to the running package. An installed one takes precedence.
 * Without a bin there is nothing to resolve.
 */
export function resolveSameseedHere(): void {
  const url = process.env[SAMESEED_HERE];
  if (url === undefined) return;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier !== "sameseed") return nextResolve(specifier, context);
      try {
        return nextResolve(specifier, context);
      } catch {
        return { url, shortCircuit: true };
      }
    },
  });
}
