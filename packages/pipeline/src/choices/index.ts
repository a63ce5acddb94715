export { EXPORT_FORMATS } from "./export-formats.ts";
export type { ExportFormat } from "./export-formats.ts";
export { GATE_MODES } from "./gate-modes.ts";
export type { GateMode } from "./gate-modes.ts";
export { SAMESEED_HERE } from "./sameseed-here.ts";
export { parseThreshold } from "./threshold.ts";
export type { Threshold } from "./threshold.ts";
