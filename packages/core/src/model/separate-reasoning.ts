import type { Outcome } from "./outcome.ts";
import { splitReasoning } from "./split-reasoning.ts";

/**
 * The handling of reasoning inside an answer's text: `strip` moves it to the row's `reasoning`, `keep` leaves
 * it there.
 */
export type ReasoningPolicy = "strip" | "keep";

/**
 * Moves reasoning inside the outcome's text to `reasoning`, after the reasoning that the service sent
 * separately. Returns the same object where the text has no reasoning and where it was moved before.
 */
export function separateReasoning(outcome: Outcome): Outcome {
  if (outcome.status === "failed" || outcome.text === null) return outcome;
  if (outcome.structured === true || outcome.reasoningTag !== undefined) return outcome;
  const found = splitReasoning(outcome.text);
  if (found === null) return outcome;
  const reasoning = [outcome.reasoning ?? "", found.reasoning].filter((one) => one !== "").join("\n\n");
  return {
    ...outcome,
    text: found.text,
    ...(reasoning !== "" && { reasoning }),
    reasoningTag: found.tag,
  };
}
