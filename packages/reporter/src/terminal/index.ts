/** Parts of the screen during a run, separate from the reports, which are loaded after the last answer. */
export { progress } from "../progress/progress.ts";
export type { Progress } from "../progress/progress.ts";
export type { TerminalStream } from "../progress/live-block.ts";
export { terminalOptions } from "./terminal-options.ts";
export { wrapped } from "./text-table.ts";
