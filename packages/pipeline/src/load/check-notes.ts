import type { Benchmark, CaseSummary } from "@sameseed/core";
import { SharedCases } from "./shared-cases.ts";

/**
 * The notes that models make of the cases, such as cases without a record. The cases are read once for all models. Errors: those
 * of recordings.
 */
export async function modelNotes({ variants, cases }: Pick<Benchmark, "variants" | "cases">): Promise<string[]> {
  const models = [...new Set(variants.map(({ model }) => model))];
  const shared = new SharedCases(() => cases.cases());
  try {
    return (await Promise.all(models.map((model) => model.notes?.(shared.cases()) ?? []))).flat();
  } finally {
    await shared.close();
  }
}

/** What a check tells of cases, models and prompts before a run. Sends nothing. Errors: those of recordings. */
export async function checkNotes(benchmark: Benchmark, { samePrompts }: CaseSummary): Promise<string[]> {
  const models = await modelNotes(benchmark);
  // A model that sees the cases may send what the prompt leaves out.
  const sending = benchmark.variants.filter(({ model }) => model.notes === undefined);
  const same = samePrompts.filter((id) => sending.some(({ prompt }) => prompt.id === id));
  return [
    ...(benchmark.cases.notes?.() ?? []),
    ...models,
    ...same.map((id) => `The prompt "${id}" is the same for all cases. Variables are written {{name}}.`),
  ];
}
