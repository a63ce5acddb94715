import type { Completion, Model, ModelRequest } from "@sameseed/core";
import { wrapModel } from "../models/wrap-model.ts";
import { type CacheParts, identityPart, keyOf, partsOf } from "./cache-key.ts";
import type { CacheStore } from "./cache-store.ts";

/** `read` serves and stores nothing, `write` requests everything and replaces it, `readwrite` does both. */
export type CacheMode = "read" | "write" | "readwrite";

export interface CachedOptions {
  readonly mode?: CacheMode;
}

/**
 * Serves stored answers and stores new ones. A served answer is marked and keeps its original latency, usage
 * and fingerprint. Only complete answers are stored: failures throw, and an answer without a finish reason
 * may be a stream that was cut off. In `readwrite` equal requests in flight wait for the first of them, so
 * that a second run finds the same answers as the first. A model that opts out, or that has no identity, is
 * returned unchanged.
 */
export function cached(model: Model, store: CacheStore, { mode = "readwrite" }: CachedOptions = {}): Model {
  if (!isCacheable(model)) return model;
  return wrapModel(model, (inner) => {
    const identity = identityPart(inner.id, inner.identity ?? {});
    const asking = new Map<string, Promise<Completion | null>>();

    const ask = async (parts: CacheParts, request: ModelRequest, signal?: AbortSignal): Promise<Completion> => {
      const start = performance.now();
      const completion = await inner.complete(request, signal);
      const { latencyMs = performance.now() - start } = completion;
      const timed = { ...completion, latencyMs };
      if (mode !== "read" && isStorable(completion)) store.put(parts, timed, { replace: mode === "write" });
      return timed;
    };

    return async (request, signal) => {
      const parts = partsOf(identity, request);
      if (mode === "write") return ask(parts, request, signal);
      const key = keyOf(parts);
      for (;;) {
        const hit = store.get(parts)?.completion ?? (await asking.get(key));
        if (hit) return { ...hit, cached: true };
        if (mode === "read" || !asking.has(key)) break;
      }
      const { promise, resolve } = Promise.withResolvers<Completion | null>();
      asking.set(key, promise);
      let answer: Completion | null = null;
      try {
        return (answer = await ask(parts, request, signal));
      } finally {
        asking.delete(key);
        resolve(answer !== null && isStorable(answer) ? answer : null);
      }
    };
  });
}

/** Whether a cache keeps this model's answers. */
export function isCacheable({ isCacheable: allowed = true, identity }: Model): boolean {
  return allowed && identity !== undefined;
}

/** A whole answer: it has a text, a refusal or tool calls, and the service said why it stopped. */
function isStorable({ text, refusal, toolCalls, finishReason }: Completion): boolean {
  return finishReason !== null && (text !== null || refusal !== null || toolCalls !== undefined);
}
