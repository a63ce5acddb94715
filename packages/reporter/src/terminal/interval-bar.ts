import type { Estimate } from "@sameseed/core";

/** The estimate of a bar: a mean, or a difference. */
export type BarEstimate = Pick<Estimate, "mean" | "low" | "high">;

/** The part of [0, 1] that the bars show, in whole tenths. */
export interface BarAxis {
  readonly low: number;
  readonly high: number;
}

/** The smallest axis in tenths that contains all intervals, which keeps neighbours distinguishable. */
export function barAxis(estimates: readonly BarEstimate[]): BarAxis {
  const ends = estimates.flatMap(({ mean, low, high }) => [mean, low, high].filter((end) => end !== null));
  if (ends.length === 0) return { low: 0, high: 1 };
  const low = Math.min(9, Math.floor(Math.min(...ends) * 10)) / 10;
  return { low, high: Math.max(low + 0.1, Math.ceil(Math.max(...ends) * 10) / 10) };
}

/** The axis's two ends, `width` cells wide: the head of a column of bars. */
export function axisLabel({ low, high }: BarAxis, width: number): string {
  const [left, right] = [low, high].map((end) => `${Math.round(end * 100)} %`) as [string, string];
  return left + right.padStart(width - left.length);
}

/** The interval drawn in `width` cells: `├──●──┤`, or only the mean without an interval. */
export function intervalBar({ mean, low, high }: BarEstimate, axis: BarAxis, width: number): string {
  if (mean === null) return "";
  const cell = (value: number) => Math.round(((value - axis.low) / (axis.high - axis.low)) * (width - 1));
  const cells = Array.from({ length: width }, () => " ");
  if (low !== null && high !== null) {
    cells.fill("─", cell(low), cell(high) + 1);
    cells[cell(low)] = "├";
    cells[cell(high)] = "┤";
  }
  cells[cell(mean)] = "●";
  return cells.join("").trimEnd();
}
