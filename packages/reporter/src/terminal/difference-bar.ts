import { type BarAxis, type BarEstimate, intervalBar } from "./interval-bar.ts";

/** Steps that an axis may be rounded to, in points. */
const STEPS = [1, 2, 5, 10, 20, 50, 100];
/** An axis of about this many steps is round and close to the data. */
const MOST_STEPS = 8;

/** The smallest round axis in points that contains all intervals and 0, since the side of a difference matters. */
export function differenceAxis(estimates: readonly BarEstimate[]): BarAxis {
  const ends = estimates
    .flatMap(({ mean, low, high }) => [mean, low, high].filter((end) => end !== null))
    .map((end) => 100 * end);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const step = STEPS.find((size) => (most - least) / size <= MOST_STEPS) ?? 100;
  const low = Math.floor(least / step) * step;
  const high = Math.ceil(most / step) * step;
  return { low: low / 100, high: (high === low ? low + step : high) / 100 };
}

/** The axis's two ends in points, `width` cells wide, with the 0 between them where there is room. */
export function differenceAxisLabel({ low, high }: BarAxis, width: number): string {
  const text = (end: number) => `${end > 0 ? "+" : ""}${Math.round(100 * end)}`;
  const [left, right] = [text(low), text(high)];
  const cells = [...left.padEnd(width - right.length), ...right];
  const zero = zeroCell({ low, high }, width);
  if (zero > left.length && zero < width - right.length - 1) cells[zero] = "0";
  return cells.join("");
}

/** The interval with a line at 0. */
export function differenceBar(estimate: BarEstimate, axis: BarAxis, width: number): string {
  const cells = [...intervalBar(estimate, axis, width).padEnd(width)];
  const zero = zeroCell(axis, width);
  if (cells[zero] === " ") cells[zero] = "│";
  if (cells[zero] === "─") cells[zero] = "┼";
  return cells.join("").trimEnd();
}

function zeroCell({ low, high }: BarAxis, width: number): number {
  return Math.round(((0 - low) / (high - low)) * (width - 1));
}
