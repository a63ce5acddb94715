/**
 * The number of what `report.json` and pages contain. It rises with every member that comes, goes or changes its meaning, so
 * that a reader knows a report of another build without guessing. Reports without a number are of format 1.
 */
export const REPORT_FORMAT = 2;

/** The format of a report as it was read; undefined for what is no object. */
export function formatOfReport(report: unknown): number | undefined {
  if (typeof report !== "object" || report === null) return undefined;
  const { format } = report as { readonly format?: unknown };
  return typeof format === "number" ? format : 1;
}
