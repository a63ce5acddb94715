export { exportFile, exportText, exportTo } from "./export-run.ts";
export type { ExportOptions } from "./export-run.ts";
export { writeReports } from "./write-reports.ts";
