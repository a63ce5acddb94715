import type { Benchmark, Model } from "@sameseed/core";

/** The models that are asked, those of variants and those of judges, each once. */
export function modelsOf({ variants, judges }: Benchmark): Model[] {
  return [...new Set([...variants, ...judges].map(({ model }) => model))];
}
