export { exportFile, exportText, exportTo } from "./export-run.ts";
export { csvOptions } from "./csv-options.ts";
export { readViewIndex } from "./view-index.ts";
export type { ViewIndex } from "./view-index.ts";
export { writeReports } from "./write-reports.ts";
export type { ReportProgress } from "./write-reports.ts";
