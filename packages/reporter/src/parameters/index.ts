/** Tables of models and their parameters, separate from the reports: `validate` and `models` load only this. */
export { terminalOptions } from "../terminal/terminal-options.ts";
export { wrapped } from "../terminal/text-table.ts";
export { parameterTable } from "./parameter-table.ts";
export { providersTable } from "./providers-table.ts";
