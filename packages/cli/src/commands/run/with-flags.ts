import type { BenchmarkDefinition } from "@sameseed/core";
import type { RunFlags } from "./run-flags.ts";

/** The benchmark with the flags applied over its file. */
export function withFlags(
  definition: BenchmarkDefinition,
  { seed, seedPolicy, repeats, baseline, margin, passAt, by, dropUnsupported }: Partial<RunFlags>,
): BenchmarkDefinition {
  return {
    ...definition,
    ...(seed !== undefined && { seed }),
    ...(seedPolicy !== undefined && { seedPolicy }),
    ...(repeats !== undefined && { repeats }),
    ...(baseline !== undefined && { baseline }),
    ...(margin !== undefined && { margin }),
    ...(passAt !== undefined && { passAt }),
    ...(dropUnsupported && { dropUnsupported }),
    ...(by !== undefined && { slices: by }),
  };
}
