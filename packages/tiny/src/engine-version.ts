import { sha256Hex } from "./weights.ts";

/**
 * Version of everything that turns weights, messages, parameters and seed into text. It must change whenever
 * an output changes: golden.test.ts fixes outputs and this number together, which detects every change of the
 * code that changes an answer. A constant and not a hash of the source: src and dist agree.
 */
export const ENGINE_VERSION = 1;

/** Equal fingerprints mean equal answers: the hash of weights and engine. */
export function fingerprintOf(weightsSha256: string): string {
  return `fp_tiny_${sha256Hex(`${weightsSha256}|${ENGINE_VERSION}`).slice(0, 12)}`;
}
