import type { CacheParts } from "./cache-key.ts";
import { keyOf } from "./cache-key.ts";
import { type CacheEntry, type CacheStore, differingParts } from "./cache-store.ts";

/** Whether a request would be served from the cache, and why not. */
export interface CacheExplanation {
  readonly key: string;
  readonly parts: CacheParts;
  readonly status: "hit" | "expired" | "miss";
  /** The entry of this key; null for a miss. */
  readonly entry: CacheEntry | null;
  /** For a miss: the most similar entry, and the parts that differ. Null in a cache without a similar entry. */
  readonly nearest: { readonly entry: CacheEntry; readonly differing: readonly (keyof CacheParts)[] } | null;
}

export function explainCache(store: CacheStore, parts: CacheParts): CacheExplanation {
  const key = keyOf(parts);
  const entry = store.peek(parts);
  if (entry !== undefined)
    return { key, parts, status: store.isExpired(entry) ? "expired" : "hit", entry, nearest: null };
  const like = store.nearest(parts);
  const nearest = like === undefined ? null : { entry: like, differing: differingParts(parts, like) };
  return { key, parts, status: "miss", entry: null, nearest };
}
