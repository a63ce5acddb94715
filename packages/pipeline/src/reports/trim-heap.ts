import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The reports of fewer trials take less memory than trimming would free, in about 50 ms. */
const FEWEST_TRIALS = 50_000;

/**
 * Frees the memory of the previous stage before the next one allocates memory for the number of trials.
 * Otherwise memory that grew for requests in flight would stay in addition to that of the reports. V8 does it
 * by itself when a process is idle, which a run never is.
 */
export function trimHeap(trials: number): void {
  if (trials < FEWEST_TRIALS) return;
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (options: {
    readonly type: "major";
    readonly flavor: "last-resort";
  }) => void;
  collect({ type: "major", flavor: "last-resort" });
}
