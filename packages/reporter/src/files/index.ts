export type { CsvOptions } from "../csv/csv-line.ts";
export { rowsCsvFile } from "./table-files.ts";
