import type { Completion } from "@sameseed/core";
import { expect, test } from "vitest";
import { outcomeOf } from "./outcome-of.ts";

function statusOf(finishReason: string | null, refusal: string | null = null): string {
  const completion = { text: "half", refusal, finishReason, usage: null } as unknown as Completion;
  return outcomeOf({ status: "answered", completion, latencyMs: 1, attempts: 1, startedAt: "", retries: [] }).status;
}

test.each<[string, readonly (string | null)[]]>([
  ["completed", ["stop", "end_turn", "STOP", "tool_use", "stop_sequence", "OTHER", "MALFORMED_FUNCTION_CALL", null]],
  ["truncated", ["length", "max_tokens", "MAX_TOKENS", "model_context_window_exceeded", "pause_turn"]],
  ["refused", ["content_filter", "refusal", "SAFETY", "LANGUAGE", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"]],
  ["refused", ["guardrail_intervened", "content_filtered", "SPII", "BLOCKLIST", "PROHIBITED_CONTENT"]],
])("an answer is %s by the service's own word", (status, reasons) => {
  for (const reason of reasons) expect(statusOf(reason), String(reason)).toBe(status);
});

test("a refusal counts with any finish reason", () => {
  expect(statusOf("stop", "I can't help with that.")).toBe("refused");
});
