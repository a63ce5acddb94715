import type { Completion } from "./model.ts";

/** A completion of which the text is known, and what else is `known`: the rest is null. */
export function textCompletion(text: string | null, known: Partial<Completion> = {}): Completion {
  return {
    text,
    finishReason: null,
    refusal: null,
    systemFingerprint: null,
    modelVersion: null,
    usage: null,
    costUsd: null,
    ttftMs: null,
    ...known,
  };
}
