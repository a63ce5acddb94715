/**
 * How the site's search reads text. VitePress sends each function to the browser as its source, so that none may use
 * anything outside its own body.
 */

/** The words of a text. A word with hyphens, underscores or dots, such as `--fail-under`, is also one word as a whole. */
export function searchTokens(text: string): string[] {
  const compounds = text.match(/[\p{L}\p{N}]+(?:[-_.][\p{L}\p{N}]+)+/gu) ?? [];
  return [...text.split(/[\n\r\p{Z}\p{P}]+/u), ...compounds];
}

/** A word without its ending: `cache`, `caches` and `caching` are the same word. Null for an empty word. */
export function searchTerm(word: string): string | null {
  const lower = word.toLowerCase();
  if (!/^[a-z]{4,}$/.test(lower)) return lower || null;
  const [, stem, ending] = /^(.{3,}?)(?<=[aeiouy].*)(ings?|ed|es|s|e)$/.exec(lower) ?? [];
  if (stem === undefined || /(?:ss|eed|us|is)$/.test(lower)) return lower.replace(/y$/, "i");
  const isVerb = /^(?:ings?|ed)$/.test(ending!);
  return (isVerb ? stem.replace(/([bdfgmnprt])\1$/, "$1") : stem).replace(/y$/, "i");
}

/** Weight of a page among the results: guides before generated pages and records. `id` is its path with an anchor. */
export function searchWeight(id: string): number {
  if (/\/(?:decisions|changelog)\b/.test(id)) return 0.3;
  return /\/(?:api|provider-matrix|promptfoo-conversion|promptfoo-keys|proof)\b/.test(id) ? 0.5 : 1;
}
