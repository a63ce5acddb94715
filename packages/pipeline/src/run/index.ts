export { checkRun } from "./check-run.ts";
export { latencyOf } from "./latency-run.ts";
export { isAnsweredHere, unreadyParts } from "./models-of.ts";
export { CACHE_FOLDER, CACHE_TTL_MS, countReplicates } from "./open-execution.ts";
export type { ExecutionOptions } from "./open-execution.ts";
export type { QueueOptions } from "./queue-options.ts";
export { runBenchmark } from "./run-benchmark.ts";
export type { FinishedRun, RunBenchmarkOptions, StartedRun } from "./run-options.ts";
