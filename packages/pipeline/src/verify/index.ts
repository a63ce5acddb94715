export { differenceText } from "./difference.ts";
export { replayRun, rescoreRun } from "./replay-run.ts";
export { verifyRun } from "./verify-run.ts";
export type { Verification } from "./verify-run.ts";
