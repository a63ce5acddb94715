import type { Estimate } from "../report/report.ts";
import { count, percents } from "./quantities.ts";

type Ends = Pick<Estimate, "mean" | "low" | "high">;

/** Whether a value of all answers together is a plain number: a metric of sums that some variant has outside [0, 1]. */
export function isPlainNumber(metric: string, summaries: readonly (Ends & { readonly metric: string })[]): boolean {
  if (!metric.startsWith("sums.")) return false;
  return summaries.some((one) => one.metric === metric && one.mean !== null && (one.mean < 0 || one.mean > 1));
}

/** A number of any size, at most four digits and not as a share: `8`, `12.35`, `1,234`. */
export function plainNumber(value: number): string {
  const text = Math.abs(value) >= 1000 ? count(Math.round(value)) : String(Number(value.toPrecision(4)));
  return text.replace(/^-0$/, "0");
}

/** A difference of plain numbers with its sign: `+2.5`. */
export function signedNumber(value: number): string {
  return value > 0 ? `+${plainNumber(value)}` : plainNumber(value);
}

/** Values of all answers together, one for each summary: percents, or plain numbers as in `8 [6.5, 9.1]`. */
export function aggregateValues(summaries: readonly (Ends & { readonly metric: string })[]): readonly string[] {
  return percents(summaries).map((text, place) => {
    const { metric, mean, low, high } = summaries[place]!;
    if (mean === null || !isPlainNumber(metric, summaries)) return text;
    return `${plainNumber(mean)} ${low === null || high === null ? "[no interval]" : `[${plainNumber(low)}, ${plainNumber(high)}]`}`;
  });
}
