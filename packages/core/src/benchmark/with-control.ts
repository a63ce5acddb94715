import type { Benchmark } from "./benchmark.ts";

/**
 * Adds the A/A control: the baseline a second time, placed like any variant. Its difference to the baseline
 * is the noise floor of the run; one that is significant says that the run leaks.
 */
export function withControl(benchmark: Benchmark): Benchmark {
  const baseline = benchmark.variants.find((variant) => variant.id === benchmark.baseline)!;
  return {
    ...benchmark,
    variants: [...benchmark.variants, { ...baseline, id: `${baseline.id} (A/A)`, control: true }],
  };
}
