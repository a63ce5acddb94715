import { registerHooks } from "node:module";
import { SAMESEED_HERE } from "../choices/sameseed-here.ts";

/**
 * Lets a benchmark file import "sameseed" where it is not installed (`npx sameseed run …`): what cannot be
 * found beside the file is the package that runs. An installed one wins. Without a bin there is nothing to resolve.
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
