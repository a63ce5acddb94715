import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** A smaller heap is not worth the time. */
const LARGE_BYTES = 64 << 20;

/**
 * Gives back what a stage has left behind, before the next one takes memory of its own: what was grown while requests were in
 * flight would stay, and the reports come on top. V8 does it by itself when a process is idle, which a run never is.
 */
export function trimHeap(): void {
  if (getHeapStatistics().total_heap_size < LARGE_BYTES) return;
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (options: {
    readonly type: "major";
    readonly flavor: "last-resort";
  }) => void;
  collect({ type: "major", flavor: "last-resort" });
}
