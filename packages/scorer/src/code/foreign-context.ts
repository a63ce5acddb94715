import type { Answer, ChatMessage } from "@sameseed/core";

/**
 * The context of a script in addition to the output: sameseed's names, and promptfoo's names for the same
 * values (`prompt`, `provider`, `test`, `providerResponse`, `metadata`), so that promptfoo's scripts run
 * unchanged.
 */
export function foreignContext({ case: testCase, outcome, output, trial, messages }: Answer, config?: object): object {
  const { vars, expected, metadata = {} } = testCase;
  const { usage, costUsd, finishReason, latencyMs, cached } = outcome;
  const tokenUsage = usage && {
    total: usage.promptTokens + usage.completionTokens,
    prompt: usage.promptTokens,
    completion: usage.completionTokens,
  };
  return {
    vars,
    expected,
    case: testCase,
    outcome,
    metadata,
    test: { vars, metadata, description: metadata.description },
    providerResponse: { output, tokenUsage, cost: costUsd ?? undefined, finishReason, latencyMs, cached, metadata: {} },
    ...(messages && { prompt: promptOf(messages()) }),
    ...(trial && { provider: { id: trial.model, label: trial.model } }),
    ...(config === undefined ? {} : { config }),
  };
}

/** The prompt as promptfoo has it: one text, or several messages as JSON. */
function promptOf(messages: readonly ChatMessage[]): string {
  const [only, second] = messages;
  const isText = only?.role === "user" && typeof only.content === "string" && second === undefined;
  return isText ? (only.content as string) : JSON.stringify(messages);
}
