import { type Benchmark, canonicalJson, type JudgeQuestion, type Manifest, SameseedError } from "@sameseed/core";

/** Answers belong to the request that was sent: only scorers may change. */
export function refuseOtherRequests(before: Manifest, { seed, seedPolicy, variants }: Benchmark): void {
  const changed = [
    ...(seed === before.seed ? [] : ["the seed"]),
    ...(seedPolicy === before.seedPolicy ? [] : ["the seed policy"]),
  ];
  for (const { id, prompt, params, model } of variants) {
    const variant = before.variants.find((one) => one.id === id);
    const source = before.prompts.find((one) => one.id === variant?.prompt)?.source;
    if (variant === undefined) changed.push(`variant ${id} (the run does not have it)`);
    else if (canonicalJson(source) !== canonicalJson(prompt.source)) changed.push(`prompt ${prompt.id}`);
    else if (canonicalJson(variant.params) !== canonicalJson(params)) changed.push(`the parameters of ${id}`);
    else if (
      canonicalJson(withoutEndpoint(variant.identity)) !==
      canonicalJson(withoutEndpoint({ id: model.id, ...model.identity }))
    )
      changed.push(`the model of ${id}`);
  }
  refuseChanges(before, changed);
}

/** Errors: `BAD_RUN` where anything changed that the answers depend on. */
export function refuseChanges(before: Manifest, changed: readonly string[]): void {
  if (changed.length === 0) return;
  throw new SameseedError(
    "BAD_RUN",
    `The answers of ${before.runId} were given to other requests: ${[...new Set(changed)].join(", ")} changed.`,
    {
      hint: "Only scorers, references, baseline and margin can change in a replay. Undo the change, or start a new run.",
    },
  );
}

/** A judge's answer belongs to its request. */
export function refuseOtherQuestion({ runId }: Manifest, { scorer }: JudgeQuestion): never {
  throw new SameseedError("BAD_RUN", `Scorer "${scorer}" would send judge requests that ${runId} did not send.`, {
    hint: "A replay sends no requests: the judge, its prompt and the case data it sees must be unchanged. Undo the change, or start a new run.",
  });
}

/** An endpoint may come from the environment, which a replay does not need. */
function withoutEndpoint(identity: unknown): unknown {
  const { baseUrl: _, query: __, ...rest } = identity as Record<string, unknown>;
  return rest;
}
