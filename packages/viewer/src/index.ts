export { caseDetails, matches } from "./data/case-details.ts";
export type { CaseDetails } from "./data/case-details.ts";
export { writeReview } from "./data/cell-review.ts";
export { cellColumns, cellsHeader, encodeCells, padded } from "./data/cells.ts";
export { CellsBuilder } from "./data/cells-builder.ts";
export { fillPage } from "./data/fill-page.ts";
export type { RunEntry, RunsComparison, RunScore, RunSummary } from "./data/page-data.ts";
export { builtPage } from "./built-page.ts";
export { ReportPage } from "./data/report-page.ts";
