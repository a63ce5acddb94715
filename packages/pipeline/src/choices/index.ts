export { DELIMITERS } from "./csv-choices.ts";
export type { CsvChoices } from "./csv-choices.ts";
export { EXPORT_FORMATS, TABLE_FORMATS } from "./export-formats.ts";
export type { ExportFormat, TableFormat, TextTableFormat } from "./export-formats.ts";
export { GATE_MODES } from "./gate-modes.ts";
export type { GateMode } from "./gate-modes.ts";
export { SAMESEED_HERE } from "./sameseed-here.ts";
export { isLimitName, parseLimit, parseThreshold } from "./threshold.ts";
export type { Limit, Threshold } from "./threshold.ts";
