export { openCoordinator } from "./coordinator.ts";
export { addressOf } from "./connection.ts";
export { waitingRuns } from "./waiting-runs.ts";
export type { UnreadableEntries } from "./coordinator-options.ts";
export type { RunNotice } from "./notices.ts";
export type { WorkerStanding } from "./worker-roster.ts";
export { refuseOtherRun } from "./other-run.ts";
export { work } from "./worker.ts";
export type { WorkerEnd, WorkerStage } from "./worker.ts";
