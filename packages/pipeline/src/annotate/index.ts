export { annotateRun } from "./annotate-run.ts";
export type { AnnotateOptions } from "./annotate-run.ts";
export { importLabels } from "./import-labels.ts";
export { rebuildReports, reviewOf, saveLabel } from "./review.ts";
export type { Review, ReviewOptions } from "./review.ts";
