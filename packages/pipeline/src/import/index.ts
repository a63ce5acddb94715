export { importLogs } from "./import-logs.ts";
export type { ImportLogsOptions } from "./import-logs.ts";
export { importTools } from "./import-tools.ts";
