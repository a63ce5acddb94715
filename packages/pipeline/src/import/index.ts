export { importLogs } from "./import-logs.ts";
export type { ImportLogsOptions } from "./import-logs.ts";
export { importTools } from "../load/import-tools.ts";
