import type { VariantComparison } from "@sameseed/core";
import type { Comparison } from "@sameseed/stats";

/** A difference of scores in points with its 95 % interval, `+2.7 [-0.2, +5.7]`: never the one without the other. */
export function differenceText(
  { estimate, interval }: Pick<Comparison, "estimate" | "interval">,
  text: (value: number) => string = points,
): string {
  if (estimate === null) return "no case";
  return `${text(estimate)} ${interval === null ? "[no interval]" : `[${text(interval.lo)}, ${text(interval.hi)}]`}`;
}

/** The heading of a column of p-values: `p (Holm)`, `p (FDR)`, `p (anytime)` in a sequential run, or `p` if nothing is adjusted. */
export function pHeading(group: readonly Pick<VariantComparison, "adjustment" | "result">[]): string {
  if (group.some(({ result }) => isSequential(result))) return "p (anytime)";
  const adjustment = group.map((one) => one.adjustment).find((one) => one !== "none");
  // The whole name is wider than the figures, and would push columns out of a narrow terminal.
  return adjustment === undefined ? "p" : `p (${adjustment === "Benjamini-Hochberg (FDR)" ? "FDR" : adjustment})`;
}

export function isSequential({ methods }: Pick<Comparison, "methods">): boolean {
  return methods.p === "group sequential" || methods.p === "e-value" || methods.p === "confidence sequence";
}

export function pText(p: number | null): string {
  if (p === null) return "–";
  return p < 0.0001 ? "< 0.0001" : p.toFixed(p < 0.01 ? 4 : 3);
}

/** A difference in points with its sign, `+2.7`. */
export function points(value: number): string {
  const text = (100 * value).toFixed(1);
  return Number(text) > 0 ? `+${text}` : text.replace(/^-0\.0$/, "0.0");
}
