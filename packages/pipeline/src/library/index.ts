export { compareRuns } from "./compare-runs.ts";
export type { CompareOptions, RunComparison } from "./compare-runs.ts";
export { gate } from "./gate.ts";
export type { GateResult, GateRules } from "./gate.ts";
export { folderOf, readRun, summarize } from "./read-run.ts";
export type { ResultsOptions, RunLike, StoredRun } from "./read-run.ts";
export { verifyRun } from "./verify.ts";
export type { VerifyOptions } from "./verify.ts";
export type { Verification } from "../verify/verify-run.ts";
