import { median } from "@sameseed/stats";
import { type Cells, cellAt, CellStatus } from "../data/cells.ts";
import { caseFigures } from "./case-figures.ts";

/** One variant over the cases that are shown. */
export interface VariantTotal {
  /** Sum of the cases' scores: of right-or-wrong scores how many are right. */
  readonly sum: number;
  /** Cases with a score; failed trials count as 0. */
  readonly cases: number;
  readonly failed: number;
  /** Of 1,000 trials, in US dollars, as on the board; null if the cost of an answer is not known. */
  readonly costPerThousandUsd: number | null;
  /** Median of answers that did not come from a cache; null if none was timed. Failed trials have no answer. */
  readonly medianMs: number | null;
}

/** The totals of the shown cases, by variant. */
export function caseTotals(cells: Cells, order: Uint32Array, metric: number): readonly VariantTotal[] {
  const into = new Float32Array(cells.variants.length);
  const sums = cells.variants.map(() => ({ sum: 0, cases: 0 }));
  for (const position of order) {
    const { means } = caseFigures(cells, position, { metric, into });
    for (const [variant, mean] of means.entries()) {
      if (Number.isNaN(mean)) continue;
      sums[variant]!.sum += mean;
      sums[variant]!.cases++;
    }
  }
  return sums.map((sum, variant) => ({ ...sum, ...trialFigures(cells, order, variant) }));
}

function trialFigures(
  cells: Cells,
  order: Uint32Array,
  variant: number,
): Pick<VariantTotal, "failed" | "costPerThousandUsd" | "medianMs"> {
  const times = new Float32Array(order.length * cells.repeats);
  let [failed, cost, trials, timed, unpriced] = [0, 0, 0, 0, 0];
  for (const position of order) {
    for (let repeat = 0; repeat < cells.repeats; repeat++) {
      const cell = cellAt(cells, [position, repeat, variant]);
      const status = cells.status[cell];
      if (status === CellStatus.missing) continue;
      trials++;
      if (status === CellStatus.failed) {
        failed++;
        continue;
      }
      const [costUsd, latencyMs] = [cells.costUsd[cell]!, cells.latencyMs[cell]!];
      if (Number.isNaN(costUsd)) unpriced++;
      else cost += costUsd;
      if (!Number.isNaN(latencyMs)) times[timed++] = latencyMs;
    }
  }
  return {
    failed,
    costPerThousandUsd: unpriced > 0 || failed === trials ? null : (1000 * cost) / trials,
    medianMs: timed === 0 ? null : median(times.subarray(0, timed)),
  };
}
