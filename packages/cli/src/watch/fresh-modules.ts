import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolveSameseedHere } from "@sameseed/pipeline/load";

/** The user's own modules, reloaded on request. */
export interface FreshModules {
  /** The address under which a script and all that it imports by a relative path are evaluated again. */
  urlOf(path: string): string;
  /** Files that were imported since the last `urlOf`. */
  readonly files: ReadonlySet<string>;
}

const QUERY = "sameseed-watch";

/**
 * Node caches a module under its URL, so each load gives the user's modules another one: a query, which is
 * passed on from a module to its relative imports. Packages keep their URL and are loaded once. Earlier
 * versions stay in memory: some kilobytes per load.
 */
export function freshModules(): FreshModules {
  const files = new Set<string>();
  let generation = 0;
  resolveSameseedHere();
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const query = generationOf(specifier) ?? (isRelative(specifier) ? generationOf(context.parentURL) : null);
      if (query === null || !resolved.url.startsWith("file:")) return resolved;
      const url = new URL(resolved.url);
      files.add(fileURLToPath(url));
      url.search = query;
      return { ...resolved, url: url.href };
    },
  });
  return {
    files,
    urlOf(path) {
      files.clear();
      return `${pathToFileURL(path).href}?${QUERY}=${++generation}`;
    },
  };
}

function isRelative(specifier: string): boolean {
  return /^\.\.?\//.test(specifier);
}

function generationOf(url: string | undefined): string | null {
  return new RegExp(`\\?${QUERY}=\\d+$`).exec(url ?? "")?.[0] ?? null;
}
