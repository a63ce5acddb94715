import { registerHooks } from "node:module";

/**
 * Lets a benchmark file import "sameseed" where it is not installed (`npx sameseed run …`): what cannot be
 * found beside the file is this very package. An installed one wins.
 */
export function resolveSameseedHere(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier !== "sameseed") return nextResolve(specifier, context);
      try {
        return nextResolve(specifier, context);
      } catch {
        return {
          url: new URL(import.meta.url.endsWith(".ts") ? "./index.ts" : "./index.js", import.meta.url).href,
          shortCircuit: true,
        };
      }
    },
  });
}
