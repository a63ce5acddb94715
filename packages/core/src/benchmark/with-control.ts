import type { Benchmark } from "./benchmark.ts";

/**
 * Adds the A/A control: a second copy of the baseline, placed like any variant. Its difference to the
 * baseline is the noise floor of the run. A significant difference means that the variants of this run
 * influence each other.
 */
export function withControl(benchmark: Benchmark): Benchmark {
  const baseline = benchmark.variants.find((variant) => variant.id === benchmark.baseline)!;
  return {
    ...benchmark,
    variants: [...benchmark.variants, { ...baseline, id: `${baseline.id} (A/A)`, control: true }],
  };
}
