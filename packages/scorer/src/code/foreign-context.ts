import type { Answer } from "@sameseed/core";

/**
 * What a script sees beside the output: our words, and promptfoo's for the same things (`test`, `providerResponse`,
 * `metadata`), so that its scripts run as they are.
 */
export function foreignContext({ case: testCase, outcome, output }: Answer, config?: object): object {
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
    ...(config === undefined ? {} : { config }),
  };
}
