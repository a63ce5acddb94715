import type { RecordedVariant } from "./recorded-run.ts";

/** The variants with unique ids: a second model of a name under the same prompt gets a number. */
export function uniqueVariants(variants: readonly RecordedVariant[]): RecordedVariant[] {
  const taken = new Set<string>();
  return variants.map((variant) => {
    const { promptId, modelId } = variant;
    let id = modelId;
    for (let number = 2; taken.has(`${promptId}/${id}`); number++) id = `${modelId}-${number}`;
    taken.add(`${promptId}/${id}`);
    return { ...variant, modelId: id };
  });
}
