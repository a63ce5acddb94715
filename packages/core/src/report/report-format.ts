/**
 * The format number of `report.json` and of pages. It rises with every member that is added, removed or
 * changes its meaning, and shows a reader that another version wrote the report. Reports without a number
 * have format 1.
 */
export const REPORT_FORMAT = 2;

/** The format of a parsed report; undefined for a value that is not an object. */
export function formatOfReport(report: unknown): number | undefined {
  if (typeof report !== "object" || report === null) return undefined;
  const { format } = report as { readonly format?: unknown };
  return typeof format === "number" ? format : 1;
}
