export { baselineJson, baselineOf, readBaseline } from "./baseline-file.ts";
export { compareRun } from "./compare-run.ts";
export type { CompareRunsOptions, ComparedRuns } from "./compare-run.ts";
export { byVariant, compareTwoRuns } from "./compare-two-runs.ts";
export { compareWithBaseline } from "./compare-with-baseline.ts";
export { GAP_GROUP, gapChecks } from "./gap.ts";
export { exitCodeOf, gateChecks, sliceChecks } from "./gate.ts";
export type { Check } from "./gate.ts";
export { thresholdChecks } from "./threshold-checks.ts";
