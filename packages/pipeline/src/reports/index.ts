export { exportFile, exportText, exportTo } from "./export-run.ts";
export { csvOptions } from "./csv-options.ts";
export { writeReports } from "./write-reports.ts";
