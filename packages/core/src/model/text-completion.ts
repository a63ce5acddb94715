import type { Completion } from "./model.ts";

/** A completion with this text and the `known` fields; all other fields are null. */
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
