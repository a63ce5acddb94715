/**
 * Pruning as a design: the planned size at which a variant that is worse by the planned difference is dropped with 80 %
 * power, as a share of the fixed size, and the mean requests as a share of the fixed design's. One variant is better than all
 * others, which are equal; or all are equal. Brownian motions with fixed streams, 20 looks. `plan --detect` has these shares.
 *
 *   node benches/pruning-designs.ts [runs]
 */
import { normPpf, RandomStream, spendingDesign } from "../packages/stats/src/index.ts";
import { normal } from "./coverage-scenarios.ts";

const RUNS = Number(process.argv[2] ?? 10_000);
const LOOKS = 20;
const ALPHA = 0.05;
const POWER = 0.8;
const TIMES = Array.from({ length: LOOKS }, (_, look) => (look + 1) / LOOKS);

interface Course {
  /** Share of the worse variants that are dropped. */
  readonly dropped: number;
  /** Requests as a share of the planned ones. */
  readonly requests: number;
}

/**
 * Runs of `variants`, the first of which is better by `drift` at the last look, in the standard error of a
 * difference.
 */
function course(variants: number, { drift, steps }: { drift: number; steps: Float64Array }): Course {
  const { bounds } = spendingDesign({ times: TIMES, alpha: (2 * ALPHA) / (variants - 1) });
  let [dropped, requests] = [0, 0];
  const sums = new Float64Array(variants);
  for (let run = 0; run < RUNS; run++) {
    sums.fill(0);
    let left = Array.from({ length: variants }, (_, which) => which);
    for (let look = 0; look < LOOKS && left.length > 1; look++) {
      requests += left.length / LOOKS;
      for (const which of left)
        sums[which]! += steps[(run * LOOKS + look) * variants + which]! + (which === 0 ? drift / LOOKS : 0);
      const highest = Math.max(...left.map((which) => sums[which]!));
      const bound = bounds[look]! * Math.sqrt(TIMES[look]!);
      left = left.filter((which) => highest - sums[which]! <= bound);
    }
    dropped += left.includes(0)
      ? (variants - left.length) / (variants - 1)
      : (variants - left.length - 1) / (variants - 1);
  }
  return { dropped: dropped / RUNS, requests: requests / RUNS / variants };
}

for (const variants of [3, 4, 6, 8, 12, 16]) {
  const stream = new RandomStream(`pruning-designs|${variants}`);
  const sd = Math.sqrt(1 / LOOKS / 2); // two of them differ by a motion of variance 1
  const steps = Float64Array.from({ length: RUNS * LOOKS * variants }, () => sd * normal(stream));
  const fixed = normPpf(1 - ALPHA / (2 * (variants - 1))) + normPpf(POWER);
  let [low, high] = [0.5, 2];
  for (let step = 0; step < 10; step++) {
    const size = (low + high) / 2;
    if (course(variants, { drift: fixed * Math.sqrt(size), steps }).dropped < POWER) low = size;
    else high = size;
  }
  const planned = (low + high) / 2;
  const one = course(variants, { drift: fixed * Math.sqrt(planned), steps });
  const none = course(variants, { drift: 0, steps });
  console.log(
    `${variants} variants: planned ${planned.toFixed(2)}, mean at the difference ${(planned * one.requests).toFixed(2)}, without one ${(planned * none.requests).toFixed(2)}`,
  );
}
