import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The reports of fewer trials take less than what would be given back, in some 50 ms. */
const FEWEST_TRIALS = 50_000;

/**
 * Gives back what a stage has left behind, before the next one takes memory by the number of trials: what was grown while
 * requests were in flight would stay, and the reports come on top. V8 does it by itself when a process is idle, which a run
 * never is.
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
