export type { CsvOptions } from "../csv/csv-line.ts";
export { tableFiles } from "./table-files.ts";
