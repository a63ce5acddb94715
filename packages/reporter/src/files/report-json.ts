import { canonicalJson, REPORT_FORMAT, type WordedReport } from "@sameseed/core";

export interface ReportJsonOptions {
  /** The other files in its folder. */
  readonly files?: readonly string[];
}

/** `report.json`: the whole report with sorted keys: equal reports are equal bytes. */
export function reportJson(report: WordedReport, { files = [] }: ReportJsonOptions = {}): string {
  const present = Object.fromEntries(Object.entries(report).filter(([, member]) => member !== undefined));
  const sorted: unknown = JSON.parse(canonicalJson({ ...present, schemaVersion: 1, format: REPORT_FORMAT, files }));
  return `${JSON.stringify(sorted, null, 2)}\n`;
}
