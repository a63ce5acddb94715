/** Tables of models and their parameters, apart from the reports: `validate` and `models` load nothing else. */
export { terminalOptions } from "../terminal/terminal-options.ts";
export { parameterTable } from "./parameter-table.ts";
export { providersTable } from "./providers-table.ts";
