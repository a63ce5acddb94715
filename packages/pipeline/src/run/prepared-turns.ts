import { promptedCase, type Result, type Variant } from "@sameseed/core";

/**
 * Results that this process did not send: the prompt of a turn of a chain is prepared for it, as before a request, because
 * scorers may read its messages.
 */
export async function* preparedTurns<Given extends Result>(
  results: AsyncIterable<Given>,
  variants: readonly Variant[],
): AsyncGenerator<Given> {
  const prompts = new Map(variants.map(({ id, prompt }) => [id, prompt]));
  for await (const result of results) {
    const { trial } = result;
    if (trial.case.chain !== undefined) await prompts.get(trial.variant)?.prepare?.(promptedCase(trial));
    yield result;
  }
}
