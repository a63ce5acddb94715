import { answersCase, type TestCase } from "../case/test-case.ts";
import type { Variant } from "./benchmark.ts";

/** The variants that answer a case, in order: all except those that the case excludes. */
export function answeringVariants(
  variants: readonly Variant[],
  testCase: Pick<TestCase, "prompts" | "models">,
): readonly Variant[] {
  if (testCase.prompts === undefined && testCase.models === undefined) return variants;
  return variants.filter(({ prompt, modelId }) =>
    answersCase({ prompt: prompt.id, model: modelId, phrasingOf: prompt.phrasingOf }, testCase),
  );
}
