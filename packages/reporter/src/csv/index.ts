export type { CsvOptions } from "./csv-line.ts";
export { tableFiles } from "../files/table-files.ts";
